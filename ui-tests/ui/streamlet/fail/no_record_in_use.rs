use cloudflow_ui_tests::*;

struct Plain;

#[streamlet]
fn convert_plain(data: Reading) -> [Plain; 2] {
    drop(data);
    [Plain, Plain]
}

blueprint! {
    app {
        streamlets { a = source; b = convert_plain; c = sink; }
        connections { a.out => b.data; b.out => c.in; }
    }
}

fn main() {}
