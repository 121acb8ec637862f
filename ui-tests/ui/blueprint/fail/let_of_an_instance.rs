use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            let a = source;
            b = convert;
            let mut c = sink;
        }
        connections {
            a.out => b.data;
            b.out => c.in;
        }
    }
}

fn main() {}
