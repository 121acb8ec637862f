use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { one = source; two = source; left = convert; right = convert; log = sink; }
        connections {
            one.out => left.data;
            two.out => left.data, right.data;
            left.out => log.in;
            right.out => log.in;
        }
    }
}

fn main() {}
