use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
    }
}

fn main() {}
