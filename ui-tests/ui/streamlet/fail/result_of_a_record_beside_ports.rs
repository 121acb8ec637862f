use cloudflow_ui_tests::*;

#[streamlet]
async fn keep(_data: Inlet<Reading>) -> Result<Reading, StreamletError> {
    Ok(Reading { device: String::new() })
}

fn main() {}
