use cloudflow_ui_tests::*;
#[derive(AvroRecord, Clone)]
struct Odd {
    count: u32,
}
#[streamlet]
fn count(_data: Odd) {}

blueprint! {
    app {
        streamlets { a = source; b = convert; log = sink; k = count; s source; }
        connections {
            a.out => b.data; b.out => log.in;
            a.out => k.data;
        }
    }
}

fn main() {}
