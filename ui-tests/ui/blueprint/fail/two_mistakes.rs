use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            b = convert;
            c = sink;
            c = sink;
        }
        connections {
            a.out => b.data;
            b.out => log.in;
        }
    }
}

fn main() {}
