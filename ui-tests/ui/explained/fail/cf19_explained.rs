use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
        topics {
            ingress.out { name = "wind.farm" }
            convert.out { name = "wind_farm" }
        }
    }
}

fn main() {}
