use cloudflow_ui_tests::*;

#[streamlet]
fn store(data: Reading, #[volume] models: PathBuf) {
    drop((data, models));
}

fn main() {}
