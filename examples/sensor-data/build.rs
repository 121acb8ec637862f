//! Writes `target/k8s` out of the compiled blueprint.

fn main() {
    cloudflow_build::generate(&sensor_data_flow::sensor_data::BLUEPRINT);
}
