use cloudflow_ui_tests::*;

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Reading")]
struct Old { counts: std::collections::BTreeMap<String, Option<f64>> }

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Reading")]
struct New { counts: std::collections::BTreeMap<String, Option<i64>> }

blueprint! {
    app {
        streamlets { a = FileIngress<Old>; b = LogEgress<New>; }
        connections { a.out => b.in; }
    }
}

fn main() {}
