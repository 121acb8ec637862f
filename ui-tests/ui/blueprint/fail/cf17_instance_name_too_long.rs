use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            a = source;
            conversion_of_every_reading_of_every_turbine_into_metrics_it = convert;
            c = sink;
        }
        connections {
            a.out => conversion_of_every_reading_of_every_turbine_into_metrics_it.data;
            conversion_of_every_reading_of_every_turbine_into_metrics_it.out => c.in;
        }
    }
}

fn main() {}
