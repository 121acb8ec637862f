use cloudflow_ui_tests::*;

#[streamlet]
fn name(data: Reading, #[config(default = "a", pattern = "[a-z")] site: String) {
    drop((data, site));
}

fn main() {}
