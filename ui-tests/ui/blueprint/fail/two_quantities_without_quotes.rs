use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            b = convert { cpu = 500m, memory = 512 };
            c = sink;
        }
        connections {
            a.out => b.data;
            b.out => c.in;
        }
    }
}

fn main() {}
