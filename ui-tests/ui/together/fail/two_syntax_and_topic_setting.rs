use cloudflow_ui_tests::*;

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; s source; }
        connections {
            a.out => b.data; b.out => log.in;
        }
        topics { b.out { partition = 2 } }
    }
}

fn main() {}
