use cloudflow_ui_tests::*;

#[streamlet]
fn convert_one(data: &Reading) -> Metric {
    Metric { device_id: data.device.len() as i64 }
}

fn main() {}
