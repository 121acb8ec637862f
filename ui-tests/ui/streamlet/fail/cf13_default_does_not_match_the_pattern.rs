use cloudflow_ui_tests::*;

#[streamlet]
fn name(data: Reading, #[config(default = "Site 1", pattern = "[a-z]+")] site: String) {
    drop((data, site));
}

fn main() {}
