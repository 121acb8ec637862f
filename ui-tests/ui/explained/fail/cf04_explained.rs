use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.output => convert.data; convert.out => log.in; }
    }
}

fn main() {}
