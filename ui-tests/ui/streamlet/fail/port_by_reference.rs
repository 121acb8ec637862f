use cloudflow_ui_tests::*;

#[streamlet]
async fn keep(_data: &Inlet<Reading>) -> StreamletResult {
    Ok(())
}

fn main() {}
