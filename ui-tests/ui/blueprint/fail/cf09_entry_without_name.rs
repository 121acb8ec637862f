use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {
            log = sink;
        }
        topics {
            log.in { partitions = 3 }
        }
    }
}

fn main() {}
