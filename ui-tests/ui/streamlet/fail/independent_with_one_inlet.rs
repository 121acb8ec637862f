use cloudflow_ui_tests::*;

#[streamlet(independent)]
fn twice(metric: Metric) -> [Metric; 2] {
    [metric.clone(), metric]
}

fn main() {}
