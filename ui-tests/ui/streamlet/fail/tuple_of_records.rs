use cloudflow_ui_tests::*;

#[streamlet]
fn both(data: Reading) -> (Reading, Reading) {
    (data.clone(), data)
}

fn main() {}
