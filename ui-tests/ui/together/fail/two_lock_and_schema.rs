use cloudflow_ui_tests::*;

blueprint! {
    #[locks = "./../../lock/locks/mode"]
    app {
        streamlets { a = source; b = convert; log = sink; d = sink; }
        connections {
            a.out => b.data, d.in;
            b.out => log.in;
        }
        topics { b.out { name = "metrics" } }
    }
}

fn main() {}
