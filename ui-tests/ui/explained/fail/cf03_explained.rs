use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingres.out => convert.data; convert.out => log.in; }
    }
}

fn main() {}
