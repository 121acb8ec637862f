use cloudflow_ui_tests::*;

#[streamlet]
fn late(_data: Reading, #[config(default = "soon")] _wait: Duration) {}

blueprint! {
    app {
        streamlets { a = source; l = late; }
        connections { a.out => l.dat; }
    }
}

fn main() {}
