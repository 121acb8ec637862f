use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { Ingress = source; convert = convert; log = sink; }
        connections { Ingress.out => convert.data; convert.out => log.in; }
    }
}

fn main() {}
