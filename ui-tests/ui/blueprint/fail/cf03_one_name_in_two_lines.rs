use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            covnert_it = convert;
            c = sink;
        }
        connections {
            a.out => convert_it.data;
            convert_it.out => c.in;
        }
    }
}

fn main() {}
