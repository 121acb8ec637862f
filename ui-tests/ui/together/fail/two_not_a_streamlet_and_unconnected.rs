use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; n = String; e = sink; }
        connections {
            a.out => b.data; b.out => log.in;
        }
    }
}

fn main() {}
