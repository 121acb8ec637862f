use cloudflow_ui_tests::*;

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Reading")]
struct Old { id: Id<4> }

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Reading")]
struct New { id: Id<8> }

blueprint! {
    app {
        streamlets { a = FileIngress<Old>; b = LogEgress<New>; }
        connections { a.out => b.in; }
    }
}

fn main() {}
