use cloudflow_ui_tests::*;

#[streamlet]
fn wait(
    data: Reading,
    #[config(default = "1 mn")] time: Duration,
    #[volume("data")] models: PathBuf,
) {
    drop((data, time, models));
}

fn main() {}
