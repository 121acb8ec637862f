use cloudflow_ui_tests::*;

#[streamlet]
fn limit(data: Reading, #[config(default = "64")] records: usize) {
    drop((data, records));
}

fn main() {}
