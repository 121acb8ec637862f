use cloudflow_ui_tests::*;

struct Plain;

#[streamlet]
async fn drain(a: Inlet<Option<Plain>>) -> StreamletResult {
    a.map(|record| record.map(drop)).try_collect().await
}

fn main() {}
