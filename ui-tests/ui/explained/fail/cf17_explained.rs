use cloudflow_ui_tests::*;

blueprint! {
    conversion_of_the_readings_of_all_stations {
        streamlets { ingress = source; conversion_with_the_window = convert; log = sink; }
        connections {
            ingress.out => conversion_with_the_window.data;
            conversion_with_the_window.out => log.in;
        }
    }
}

fn main() {}
