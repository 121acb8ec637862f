//! The binary: the sandbox, each pod's process, and the inspector of the blueprint.

fn main() -> std::process::ExitCode {
    sensor_data_flow::sensor_data::APPLICATION.with_version(env!("CARGO_PKG_VERSION")).main()
}
