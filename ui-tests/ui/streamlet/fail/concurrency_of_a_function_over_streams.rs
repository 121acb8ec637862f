use cloudflow_ui_tests::*;

#[streamlet(concurrency = 32)]
async fn ask(r#in: Inlet<Metric>) {
    drop(r#in);
}

fn main() {}
