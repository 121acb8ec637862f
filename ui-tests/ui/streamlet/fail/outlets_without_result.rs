use cloudflow_ui_tests::*;

#[streamlet(outlets(valid, invalid))]
fn check(metric: Metric) -> Option<Metric> {
    Some(metric)
}

fn main() {}
