use cloudflow_ui_tests::*;

#[streamlet(co_partitioned(left, right))]
async fn join(left: Inlet<Metric>, right: Inlet<Metric>) {
    drop((left, right));
}

blueprint! {
    app {
        streamlets { one = meter; two = meter; pairs = join; }
        connections { one.out => pairs.left; two.out => pairs.right; }
        topics { pairs.right { partitions = 12 } }
    }
}

fn main() {}
