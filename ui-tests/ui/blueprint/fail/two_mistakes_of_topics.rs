use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            b = convert;
            c = sink;
        }
        connections {
            a.out => b.data;
            b.out => c.in;
        }
        topics {
            a.out { name = "wind.farm", flush.ms = -1 } b.out { name = "wind_farm" }
        }
    }
}

fn main() {}
