use cloudflow_ui_tests::*;

#[streamlet]
fn limit(data: Reading, #[config(default = 9)] records: u8) {
    drop((data, records));
}

fn main() {}
