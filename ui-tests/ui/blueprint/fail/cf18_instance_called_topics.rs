use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            topics = convert;
            c = sink;
        }
        connections {
            a.out => topics.data;
            topics.out => c.in;
        }
    }
}

fn main() {}
