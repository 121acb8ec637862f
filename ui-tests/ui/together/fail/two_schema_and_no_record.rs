use cloudflow_ui_tests::*;

struct Plain;

#[streamlet]
fn keep(_data: Plain) {}

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; d = sink; p = keep; }
        connections {
            a.out => b.data; b.out => log.in;
            a.out => d.in;
            a.out => p.data;
        }
    }
}

fn main() {}
