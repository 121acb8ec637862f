use cloudflow_ui_tests::*;

#[streamlet]
#[outlet(key = |metric: &Metric| metric.device_id)]
pub fn renamed(data: Reading) -> Reading {
    data
}

fn main() {}
