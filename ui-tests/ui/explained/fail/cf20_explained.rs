use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
        topics { convert.out { max.message.bytes = "1 MiB" } }
    }
}

fn main() {}
