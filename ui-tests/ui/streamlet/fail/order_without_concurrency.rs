use cloudflow_ui_tests::*;

#[streamlet(order = key)]
async fn ask(metric: Metric) -> Metric {
    metric
}

fn main() {}
