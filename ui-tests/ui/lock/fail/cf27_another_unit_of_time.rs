use cloudflow_runtime::avro::TimestampMicros;
use cloudflow_ui_tests::*;

#[derive(AvroRecord, Debug, Clone)]
pub struct Start {
    pub at: TimestampMicros,
}

blueprint! {
    #[locks = "../locks/millis"]
    app {
        streamlets { starts = FileIngress<Start>; }
        topics { starts.out { name = "starts" } }
    }
}

fn main() {}
