use cloudflow_ui_tests::*;

#[streamlet]
fn check(metric: Metric) -> Result<(), String> {
    Err(metric.device_id.to_string())
}

fn main() {}
