use cloudflow_ui_tests::*;

#[streamlet(co_partitioned)]
async fn join(left: Inlet<Metric>, right: Inlet<Metric>) {
    drop((left, right));
}

fn main() {}
