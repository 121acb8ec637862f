use cloudflow_ui_tests::*;

#[streamlet]
async fn drain(data: Inlet) -> StreamletResult {
    drop(data);
    Ok(())
}

fn main() {}
