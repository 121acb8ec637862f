use cloudflow_ui_tests::*;

#[streamlet]
fn tick(#[config] time: Duration) -> Metric {
    Metric { device_id: time.as_millis() as i64 }
}

fn main() {}
