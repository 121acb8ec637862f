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
            b.out { linger_ms = 5 }
        }
    }
}

fn main() {}
