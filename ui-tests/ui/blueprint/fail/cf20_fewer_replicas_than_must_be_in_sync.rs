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
            b.out { replicas = 2, min.insync.replicas = 3 }
        }
    }
}

fn main() {}
