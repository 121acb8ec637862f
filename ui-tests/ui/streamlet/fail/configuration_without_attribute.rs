use cloudflow_ui_tests::*;

#[streamlet]
fn wait(data: Reading, time: Duration) {
    drop((data, time));
}

fn main() {}
