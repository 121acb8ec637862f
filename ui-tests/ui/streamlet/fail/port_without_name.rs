use cloudflow_ui_tests::*;

#[streamlet]
fn drain(Reading { device }: Reading) {
    drop(device);
}

fn main() {}
