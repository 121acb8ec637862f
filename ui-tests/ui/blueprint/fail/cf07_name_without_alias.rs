use cloudflow_ui_tests::*;

#[derive(AvroRecord, Debug, Clone)] struct Place { x: i32 }
#[derive(AvroRecord, Debug, Clone)] struct Site { x: i32 }

#[derive(AvroRecord, Debug, Clone)] #[avro(name = "Reading")]
struct Old { place: Place }

#[derive(AvroRecord, Debug, Clone)] #[avro(name = "Reading")]
struct New { place: Site }

blueprint! {
    app {
        streamlets { a = FileIngress<Old>; b = LogEgress<New>; }
        connections { a.out => b.in; }
    }
}

fn main() {}
