use cloudflow_ui_tests::*;

#[streamlet(outlet_s(valid, invalid))]
fn check(metric: Metric) -> Result<Metric, Rejected> {
    Ok(metric)
}

fn main() {}
