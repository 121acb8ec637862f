use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert { windw = "1 s" }; log = sink; }
        connections {
            a.out => b.data; b.out => log.in;
        }
        topics { b.out { partition = 2 } }
    }
}

fn main() {}
