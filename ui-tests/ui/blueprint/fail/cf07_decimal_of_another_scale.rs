use cloudflow_ui_tests::*;

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Reading")]
struct Old { price: Price<2> }

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Reading")]
struct New { price: Price<4> }

blueprint! {
    app {
        streamlets { a = FileIngress<Old>; b = LogEgress<New>; }
        connections { a.out => b.in; }
    }
}

fn main() {}
