use cloudflow_ui_tests::*;

#[streamlet]
async fn keep(_data: Inlet<Reading, Metric>) -> StreamletResult {
    Ok(())
}

fn main() {}
