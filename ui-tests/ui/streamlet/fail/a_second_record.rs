use cloudflow_ui_tests::*;

#[streamlet]
fn join(left: Reading, right: Metric) -> Metric {
    drop(left);
    right
}

fn main() {}
