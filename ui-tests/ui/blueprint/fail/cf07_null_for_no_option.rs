use cloudflow_ui_tests::*;

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Reading")]
struct Old { site: Option<String> }

#[derive(AvroRecord, Debug, Clone)]
#[avro(name = "Reading")]
struct New { site: String }

blueprint! {
    app {
        streamlets { a = FileIngress<Old>; b = LogEgress<New>; }
        connections { a.out => b.in; }
    }
}

fn main() {}
