use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            b = source;
            c = convert;
            d = convert;
        }
        connections {
            a.out => c.data, d.data;
            b.out => c.data;
        }
    }
}

fn main() {}
