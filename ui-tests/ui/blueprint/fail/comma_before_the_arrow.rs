use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            one = source;
            two = source;
            c = convert;
            d = sink;
        }
        connections {
            one.out, two.out, => c.data;
            c.out => d.in;
        }
    }
}

fn main() {}
