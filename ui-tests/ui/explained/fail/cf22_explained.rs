use cloudflow_ui_tests::*;

#[streamlet]
pub fn score(metric: Metric, #[volume("/etc/cloudflow/models")] models: PathBuf) {
    drop((metric, models));
}

fn main() {}
