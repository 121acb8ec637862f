use cloudflow_ui_tests::*;

blueprint! {
    nnnnnnnnnnnn_metrics_of_all_the_wind_turbines_of_it {
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
