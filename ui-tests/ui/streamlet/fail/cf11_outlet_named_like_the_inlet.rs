use cloudflow_ui_tests::*;

#[streamlet]
fn keep(out: Reading) -> Reading {
    out
}

fn main() {}
