use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { ingress = source; log = sink; }
        connections { ingress.out => log.in; }
    }
}

fn main() {}
