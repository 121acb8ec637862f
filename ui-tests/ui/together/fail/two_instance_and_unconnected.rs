use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; e = sink; }
        connections {
            a.out => b.data; b.out => log.in;
            b.out => lgo.in;
        }
    }
}

fn main() {}
