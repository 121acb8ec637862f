use cloudflow_ui_tests::*;

#[streamlet(outlets(valid, invalid))]
#[outlet(vaild, key = |metric| metric.device_id)]
fn check(metric: Metric) -> Result<Metric, Rejected> {
    Ok(metric)
}

fn main() {}
