use cloudflow_ui_tests::*;

#[streamlet(independent)]
async fn join(left: Inlet<Reading>, right: Inlet<Reading>) {
    drop((left, right));
}

blueprint! {
    app {
        streamlets { one = source; pairs = join; }
        connections { one.out => pairs.left, pairs.right; }
    }
}

fn main() {}
