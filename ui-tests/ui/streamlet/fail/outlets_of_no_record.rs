use cloudflow_ui_tests::*;

#[streamlet(outlets(valid, invalid))]
fn check(metric: Metric) -> Result<Metric, String> {
    Ok(metric)
}

fn main() {}
