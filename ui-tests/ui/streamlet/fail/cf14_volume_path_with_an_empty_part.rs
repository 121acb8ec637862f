use cloudflow_ui_tests::*;

#[streamlet]
fn store(
    data: Reading,
    #[volume("/data//models")] a: PathBuf,
) {
    drop((data, a));
}

fn main() {}
