use cloudflow_ui_tests::*;

#[streamlet(concurrency = "32")]
async fn ask(metric: Metric) -> Metric {
    metric
}

fn main() {}
