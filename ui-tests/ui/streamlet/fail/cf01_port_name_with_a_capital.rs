use cloudflow_ui_tests::*;

#[streamlet]
fn convert_all(_data_2x_: Reading) -> Metric {
    Metric { device_id: 1 }
}

fn main() {}
