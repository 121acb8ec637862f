use cloudflow_ui_tests::*;

#[streamlet]
fn one(data: Metric, #[volume("/d")] b_c: PathBuf) {
    drop((data, b_c));
}

#[streamlet]
fn two(data: Metric, #[volume("/d")] c: PathBuf) {
    drop((data, c));
}

blueprint! {
    app {
        streamlets { s = source; m = convert; a = one; a_b = two; }
        connections { s.out => m.data; m.out => a.data, a_b.data; }
    }
}

fn main() {}
