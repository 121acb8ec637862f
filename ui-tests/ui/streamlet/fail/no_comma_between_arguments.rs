use cloudflow_ui_tests::*;

#[streamlet(name = Keep outlet = kept)]
fn keep(data: Reading) -> Reading {
    data
}

fn main() {}
