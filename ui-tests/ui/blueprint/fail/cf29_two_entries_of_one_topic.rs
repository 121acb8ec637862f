use cloudflow_ui_tests::*;

#[streamlet(independent)]
async fn join(left: Inlet<Metric>, right: Inlet<Metric>) {
    drop((left, right));
}

blueprint! {
    app {
        streamlets { pairs = join; }
        connections {}
        topics { pairs.left { name = "metrics" } pairs.right { name = "metrics" } }
    }
}

fn main() {}
