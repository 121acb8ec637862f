use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            my-first-in = source;
            b = convert;
            to_log = sink;
        }
        connections {
            my-first-in.out => b.data;
            b.out => to-log.in;
        }
    }
}

fn main() {}
