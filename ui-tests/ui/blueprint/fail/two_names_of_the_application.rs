use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            topics = convert;
            kafka = sink;
        }
        connections {
            a.out => topics.data;
            topics.out => kafka.in;
        }
    }
}

fn main() {}
