use cloudflow_ui_tests::*;

#[streamlet(concurrency = 32, order = key)]
fn ask(metric: Metric) -> Metric {
    metric
}

fn main() {}
