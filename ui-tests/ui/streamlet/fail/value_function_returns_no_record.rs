use cloudflow_ui_tests::*;

#[streamlet]
fn lengths(data: Reading) -> Vec<usize> {
    vec![data.device.len()]
}

fn main() {}
