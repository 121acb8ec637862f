use cloudflow_ui_tests::*;

#[streamlet]
fn convert_all(dataIn: Reading) -> Metric {
    Metric { device_id: dataIn.device.len() as i64 }
}

fn main() {}
