use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            b = convert;
            c = sink;
        }
        connections {
            a.uot => b.dta;
            b.out => c.in;
        }
    }
}

fn main() {}
