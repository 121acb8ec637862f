use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { log = sink; }
        connections {}
    }
}

fn main() {}
