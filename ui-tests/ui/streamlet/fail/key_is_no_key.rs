use cloudflow_ui_tests::*;

#[streamlet]
#[outlet(key = |metric| metric.device_id as f64)]
fn check(metric: Metric) -> Metric {
    metric
}

fn main() {}
