use cloudflow_ui_tests::*;

#[streamlet]
fn store(data: Reading, #[volume("data/models")] models: PathBuf) {
    drop((data, models));
}

fn main() {}
