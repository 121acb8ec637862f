use cloudflow_ui_tests::*;

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Metric")]
pub struct Newer {
    #[avro(default = 0)]
    pub device_id: i64,
}

blueprint! {
    #[locks = "../locks/backward"]
    app {
        streamlets { a = FileIngress<Newer>; again = FileIngress<Newer>; b = sink; }
        connections { a.out => b.in; again.out => b.in; }
        topics { a.out { name = "metrics" } }
    }
}

fn main() {}
