use cloudflow_ui_tests::*;

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Reading")]
struct Old { counts: Vec<String> }

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Reading")]
struct New { counts: Vec<i64> }

blueprint! {
    app {
        streamlets { a = FileIngress<Old>; b = LogEgress<New>; }
        connections { a.out => b.in; }
    }
}

fn main() {}
