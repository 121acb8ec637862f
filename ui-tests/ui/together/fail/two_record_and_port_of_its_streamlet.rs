use cloudflow_ui_tests::*;

struct Plain;

#[streamlet]
fn keep(_data: Plain) {}

blueprint! {
    app {
        streamlets { a = source; k = keep; }
        connections { a.out => k.dat; }
    }
}

fn main() {}
