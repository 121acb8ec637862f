use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.date; convert.out => log.in; }
    }
}

fn main() {}
