use cloudflow_ui_tests::*;

#[streamlet]
async fn keep(_data: Inlet<Reading>) -> Reading {
    Reading { device: String::new() }
}

fn main() {}
