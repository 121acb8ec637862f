use cloudflow_ui_tests::*;

#[streamlet]
fn lengths(data: Reading) -> impl IntoIterator<Item = usize> {
    [data.device.len()]
}

fn main() {}
