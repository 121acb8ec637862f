use cloudflow_ui_tests::*;

struct Plain;

#[streamlet]
fn keep(_data: Plain) {}

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; p = keep; }
        connections {
            a.out => b.data; b.out => log.in;
            b.out => lgo.in;
            a.out => p.data;
        }
    }
}

fn main() {}
