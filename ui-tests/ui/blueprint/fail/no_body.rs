use cloudflow_ui_tests::*;

blueprint! { app }

fn main() {
    app::APPLICATION.main();
}
