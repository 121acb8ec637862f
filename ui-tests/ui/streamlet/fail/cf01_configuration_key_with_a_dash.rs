use cloudflow_ui_tests::*;

#[streamlet]
fn count(data: Reading, #[config(key = "batch-size", default = 5)] size: u32) {
    drop((data, size));
}

fn main() {}
