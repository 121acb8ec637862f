use cloudflow_ui_tests::*;

struct Plain;
#[streamlet]
fn keep(_data: Plain) {}
#[streamlet(nme = other)]
fn drop_all(_data: Reading) {}

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; p = keep; o = drop_all; }
        connections {
            a.out => b.data; b.out => log.in;
            a.out => p.data;
            a.out => o.data;
        }
    }
}

fn main() {}
