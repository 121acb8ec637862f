use cloudflow_ui_tests::*;

#[streamlet]
pub fn score(
    metric: Metric,
    #[volume("/models")] models: PathBuf,
    #[volume("/models")] backup: PathBuf,
) {
    drop((metric, models, backup));
}

fn main() {}
