use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            c = sink;
        }
        connections {
            a.out => c.in;
        }
    }
}

fn main() {}
