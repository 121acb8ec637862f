use cloudflow_ui_tests::*;

#[streamlet]
fn name(data: Reading, #[config(default = 7)] site: String) {
    drop((data, site));
}

fn main() {}
