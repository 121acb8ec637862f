use cloudflow_ui_tests::*;

pub struct Plain;

blueprint! {
    app {
        streamlets {
            a = HttpIngress<Plain>;
            b = LogEgress<Plain>;
        }
        connections {
            a.out => b.in;
        }
    }
}

fn main() {}
