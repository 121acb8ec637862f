use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert { windw = "1 s" }; log = sink; d = sink; }
        connections {
            a.out => b.data; b.out => log.in;
            a.out => d.in;
        }
    }
}

fn main() {}
