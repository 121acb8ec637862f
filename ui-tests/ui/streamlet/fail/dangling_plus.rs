use cloudflow_ui_tests::*;

#[streamlet]
pub fn convert(data: Reading) -> Option<Metric+> {
    drop(data);
    None
}

fn main() {}
