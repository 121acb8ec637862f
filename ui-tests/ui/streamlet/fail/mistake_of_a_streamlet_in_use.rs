use cloudflow_ui_tests::*;

#[streamlet]
fn copy(data: Reading, #[config(default = 1)] time: Duration) -> Reading {
    drop(time);
    data
}

blueprint! {
    app {
        streamlets { a = source; b = copy; c = convert; d = sink; }
        connections { a.out => b.data; b.out => c.data; c.out => d.in; }
    }
}

fn main() {}
