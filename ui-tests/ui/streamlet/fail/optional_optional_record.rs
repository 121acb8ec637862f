use cloudflow_ui_tests::*;

#[streamlet]
fn drain(_metric: Option<Option<Metric>>) {}

fn main() {}
