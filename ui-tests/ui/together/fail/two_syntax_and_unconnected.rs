use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; s source; e = sink; }
        connections {
            a.out => b.data; b.out => log.in;
        }
    }
}

fn main() {}
