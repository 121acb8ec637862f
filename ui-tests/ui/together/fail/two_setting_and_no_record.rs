use cloudflow_ui_tests::*;

struct Plain;

#[streamlet]
fn keep(_data: Plain) {}

blueprint! {
    app {
        streamlets { a = source; b = convert { windw = "1 s" }; log = sink; p = keep; }
        connections {
            a.out => b.data; b.out => log.in;
            a.out => p.data;
        }
    }
}

fn main() {}
