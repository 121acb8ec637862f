use cloudflow_ui_tests::*;

#[streamlet(outlets(valid))]
fn check(metric: Metric) -> Metric {
    metric
}

fn main() {}
