use cloudflow_ui_tests::*;

#[streamlet]
pub fn doubled(data: Reading) -> Option<Reading> {
    let twice = 2 * 1
    Some(data)
}

blueprint! {
    app {
        streamlets { a = source; b = doubled; c = FileEgress<Reading>; }
        connections {
            a.out => b.dta;
            b.out => c.in;
        }
    }
}

fn main() {}
