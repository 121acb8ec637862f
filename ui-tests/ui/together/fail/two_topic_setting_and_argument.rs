use cloudflow_ui_tests::*;

#[streamlet(nme = other)]
fn drop_all(_data: Reading) {}

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; o = drop_all; }
        connections {
            a.out => b.data; b.out => log.in;
            a.out => o.data;
        }
        topics { b.out { partition = 2 } }
    }
}

fn main() {}
