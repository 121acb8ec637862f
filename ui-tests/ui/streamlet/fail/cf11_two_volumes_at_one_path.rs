use cloudflow_ui_tests::*;

#[streamlet]
fn store(data: Reading, #[volume("/data")] one: PathBuf, #[volume("/data")] two: PathBuf) {
    drop((data, one, two));
}

fn main() {}
