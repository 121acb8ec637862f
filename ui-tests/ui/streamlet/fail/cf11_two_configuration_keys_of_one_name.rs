use cloudflow_ui_tests::*;

#[streamlet]
fn wait(data: Reading, #[config] time: Duration, #[config(key = "time")] limit: Duration) {
    drop((data, time, limit));
}

fn main() {}
