use cloudflow_ui_tests::*;

#[streamlet]
fn convert(data: Reading) -> impl IntoIterator<Item = Option<Metric>> {
    [Some(Metric { device_id: 1 }), (!data.device.is_empty()).then_some(Metric { device_id: 2 })]
}

fn main() {}
