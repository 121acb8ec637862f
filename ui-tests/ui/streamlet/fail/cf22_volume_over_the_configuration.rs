use cloudflow_ui_tests::*;

#[streamlet]
fn store(
    data: Reading,
    #[volume("/etc")] a: PathBuf,
) {
    drop((data, a));
}

fn main() {}
