use cloudflow_ui_tests::*;

#[streamlet]
fn limit(data: Reading, #[config(default = 101, min = 1, max = 100)] percent: u32) {
    drop((data, percent));
}

fn main() {}
