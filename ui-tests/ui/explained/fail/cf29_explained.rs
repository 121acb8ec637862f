use cloudflow_ui_tests::*;

#[streamlet(independent)]
pub async fn compare(left: Inlet<Reading>, right: Inlet<Reading>) -> StreamletResult {
    drop((left, right));
    Ok(())
}

blueprint! {
    app {
        streamlets { one = source; same = compare; }
        connections { one.out => same.left, same.right; }
    }
}

fn main() {}
