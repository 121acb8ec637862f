use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { ingress = source; }
        connections {}
    }
}

fn main() {}
