use cloudflow_ui_tests::*;

avro_schema!("../locks/nested/alert.avsc");

blueprint! {
    #[locks = "../locks/nested"]
    app {
        streamlets { a = HttpIngress<Alert>; }
        topics { a.out { name = "alerts" } }
    }
}

fn main() {}
