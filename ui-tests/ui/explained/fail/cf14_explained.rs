use cloudflow_ui_tests::*;

#[streamlet]
pub fn score(metric: Metric, #[volume("data/models")] models: PathBuf) {
    drop((metric, models));
}

fn main() {}
