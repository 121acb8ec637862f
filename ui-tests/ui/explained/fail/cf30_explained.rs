use cloudflow_ui_tests::*;

#[streamlet(co_partitioned(left, rigth))]
pub async fn join(left: Inlet<Metric>, right: Inlet<Metric>) -> StreamletResult {
    drop((left, right));
    Ok(())
}

fn main() {}
