use cloudflow_ui_tests::*;

#[streamlet(concurrency = 0)]
async fn ask(metric: Metric) -> Metric {
    metric
}

fn main() {}
