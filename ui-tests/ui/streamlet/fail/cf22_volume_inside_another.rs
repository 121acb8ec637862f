use cloudflow_ui_tests::*;

#[streamlet]
fn store(
    data: Reading,
    #[volume("/data")] a: PathBuf,
    #[volume("/data/models")] b: PathBuf,
) {
    drop((data, a, b));
}

fn main() {}
