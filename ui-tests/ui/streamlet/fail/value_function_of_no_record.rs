use cloudflow_ui_tests::*;

struct Plain;

#[streamlet]
fn convert_plain(data: Plain) -> Option<Metric> {
    drop(data);
    None
}

fn main() {}
