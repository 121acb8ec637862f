use cloudflow_ui_tests::*;

#[streamlet(co_partitioned(left, right))]
pub async fn join(left: Inlet<Metric>, right: Inlet<Metric>) -> StreamletResult {
    drop((left, right));
    Ok(())
}

blueprint! {
    app {
        streamlets { one = meter; two = meter; pairs = join; }
        connections { one.out => pairs.left; two.out => pairs.right; }
        topics { one.out { partitions = 12 } }
    }
}

fn main() {}
