use cloudflow_ui_tests::*;

#[streamlet(concurrency = 32, order = partitions)]
async fn ask(metric: Metric) -> Metric {
    metric
}

fn main() {}
