use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert { replicas = "2" }; log = sink; d = sink; }
        connections {
            a.out => b.data; b.out => log.in;
            a.out => d.in;
        }
    }
}

fn main() {}
