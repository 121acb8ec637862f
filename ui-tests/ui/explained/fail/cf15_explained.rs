use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets {}
    }
}

fn main() {}
