use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            b = convert;
            c = sink;
        }
        connections {
            a.out => b.data;
            b.out => c.in;
        }
        topics {
            b.out { retention = "7 days", retention.ms = 5 }
        }
    }
}

fn main() {}
