use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; Q = sink; d = sink; }
        connections {
            a.out => b.data; b.out => log.in;
            b.out => Q.in;
            a.out => d.in;
        }
    }
}

fn main() {}
