use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            ingress = source;
            metrics = convert;
            log = sink;
        }
        connections {
            ingress.out => metrcis.data;
            metrics.out => log.in;
        }
    }
}

fn main() {}
