use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            b = convert;
            c = sink;
        }
        connections {
            source.out => b.data;
            b.out => c.in;
        }
    }
}

fn main() {}
