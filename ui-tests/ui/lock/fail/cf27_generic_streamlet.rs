use cloudflow_ui_tests::*;

#[derive(AvroRecord, Clone)]
struct Alert { text: String, level: i32 }

blueprint! {
    #[locks = "../locks/two"]
    app {
        streamlets { a = HttpIngress<Alert>; b = HttpIngress<Alert>; c = LogEgress<Alert>; }
        connections { a.out => c.in; b.out => c.in; }
        topics { c.in { name = "9-others" } }
    }
}

fn main() {}
