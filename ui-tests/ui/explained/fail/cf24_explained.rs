use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { ingress = source; convert = convert { memory = "512m" }; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
    }
}

fn main() {}
