use cloudflow_ui_tests::*;

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Reading")]
struct Old { value: NumberOrFlag }

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Reading")]
struct New { value: f64 }

blueprint! {
    app {
        streamlets { a = FileIngress<Old>; b = LogEgress<New>; }
        connections { a.out => b.in; }
    }
}

fn main() {}
