use cloudflow_ui_tests::*;

struct Plain;

#[streamlet]
fn keep(_data: Plain) {}

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; p = keep; }
        connections {
            a.out => b.data; b.out => log.in;
            a.out => p.data;
        }
        topics { b.out { partition = 2 } }
    }
}

fn main() {}
