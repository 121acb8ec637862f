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
        topics { c.out { name = "c" } d.out { name = "d" } }
    }
}

fn main() {}
