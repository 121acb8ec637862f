use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            Convert = convert;
            c = sink;
        }
        connections {
            a.out => Convert.data;
            Convert.out => c.in;
        }
    }
}

fn main() {}
