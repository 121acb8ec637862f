use cloudflow_ui_tests::*;

#[streamlet]
fn count(data: Reading, #[config(default = 9_999_999_999_999_999_999)] limit: u64) {
    drop((data, limit));
}

fn main() {}
