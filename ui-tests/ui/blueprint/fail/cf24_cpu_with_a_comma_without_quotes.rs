use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            b = convert { cpu = 0,5, window = "1 s" };
            c = sink;
        }
        connections {
            a.out => b.data;
            b.out => c.in;
        }
    }
}

fn main() {}
