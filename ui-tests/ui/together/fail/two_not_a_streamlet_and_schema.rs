use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; n = String; d = sink; }
        connections {
            a.out => b.data; b.out => log.in;
            a.out => d.in;
        }
    }
}

fn main() {}
