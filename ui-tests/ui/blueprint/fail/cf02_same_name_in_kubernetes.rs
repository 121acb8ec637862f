use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            b = convert;
            c_d = sink;
            c_d = sink;
        }
        connections {
            a.out => b.data;
            b.out => c_d.in;
        }
    }
}

fn main() {}
