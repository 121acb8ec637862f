use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            b = convert { replicas = 9 }
            c = sink { replicas = 5 }
        }
        connections {
            a.out => b.data;
            b.out => c.in;
        }
    }
}

fn main() {}
