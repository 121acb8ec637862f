use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert { replicas = "2" }; log = sink; }
        connections {
            a.out => b.dta; b.out => log.in;
        }
    }
}

fn main() {}
