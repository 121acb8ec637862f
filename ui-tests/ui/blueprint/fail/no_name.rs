use cloudflow_ui_tests::*;

blueprint! {
    { streamlets { a = source; } }
}

fn main() {}
