use cloudflow_ui_tests::*;

#[streamlet]
pub fn keep(metric: Metric, #[config(default = "1 mn")] window: Duration) {
    drop((metric, window));
}

fn main() {}
