use cloudflow_ui_tests::*;

blueprint! {
    readings_and_metrics_of_all_the_wind_turbines_there_are {
        streamlets {
            a = source;
            b = convert;
            c = sink;
        }
        connections {
            a.out => b.data;
            b.out => c.in;
        }
    }
}

fn main() {}
