use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { ingress = source; convert = convert; kafka = sink; }
        connections { ingress.out => convert.data; convert.out => kafka.in; }
    }
}

fn main() {}
