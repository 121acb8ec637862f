use cloudflow_ui_tests::*;

#[streamlet(outlets = (valid, invalid))]
fn check(metric: Metric) -> Result<Metric, Rejected> {
    Ok(metric)
}

fn main() {}
