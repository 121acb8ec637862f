use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert { windw = "1 s" }; log = sink; }
        connections {
            a.out => b.dta; b.out => log.in;
        }
    }
}

fn main() {}
