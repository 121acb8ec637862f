use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            b = convert;
            c = sink;
        }
        connections {
            a.ouut => b.data;
            b.out => c.ni;
        }
    }
}

fn main() {}
