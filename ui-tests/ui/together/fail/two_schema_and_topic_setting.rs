use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; d = sink; }
        connections {
            a.out => b.data; b.out => log.in;
            a.out => d.in;
        }
        topics { b.out { partition = 2 } }
    }
}

fn main() {}
