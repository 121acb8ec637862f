use cloudflow_ui_tests::*;

#[streamlet]
fn check(metric: Metric) -> Result<Metric, Rejected> {
    Ok(metric)
}

fn main() {}
