use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            one = source;
            two = source;
            c = convert;
            d = convert;
            e = sink;
        }
        connections {
            one.out, two.out => c.data, d.data;
            c.out => e.in;
            d.out => e.in;
        }
    }
}

fn main() {}
