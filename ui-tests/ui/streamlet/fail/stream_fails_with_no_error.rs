use cloudflow_ui_tests::*;

#[streamlet]
async fn drain(a: Inlet<Metric>) -> Result<(), String> {
    drop(a);
    Ok(())
}

fn main() {}
