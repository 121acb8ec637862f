use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; }
        connections {
            a.out => b.dta; b.out -> log.in;
        }
    }
}

fn main() {}
