use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert { windw = "1 s" }; log = snk; }
        connections {
            a.out => b.data; b.out => log.in;
        }
    }
}

fn main() {}
