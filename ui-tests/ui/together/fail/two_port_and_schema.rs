use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; d = sink; }
        connections {
            a.out => b.dta; b.out => log.in;
            a.out => d.in;
        }
    }
}

fn main() {}
