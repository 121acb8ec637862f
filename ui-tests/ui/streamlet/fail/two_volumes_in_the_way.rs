use cloudflow_ui_tests::*;

#[streamlet]
fn store(
    data: Reading,
    #[volume("/tmp")] a: PathBuf,
    #[volume("/proc/self")] b: PathBuf,
) {
    drop((data, a, b));
}

fn main() {}
