use cloudflow_ui_tests::*;

#[streamlet]
async fn join(left: Inlet<Metric>, right: Inlet<Metric>) {
    drop((left, right));
}

blueprint! {
    app {
        streamlets { one = meter; two = meter; pairs = join; }
        connections { one.out => pairs.left; two.out => pairs.right; }
    }
}

fn main() {}
