use cloudflow_ui_tests::*;

type Plain = Vec<usize>;

#[streamlet]
fn lengths(data: Reading) -> Plain {
    vec![data.device.len()]
}

fn main() {}
