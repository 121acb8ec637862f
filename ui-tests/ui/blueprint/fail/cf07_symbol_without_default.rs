use cloudflow_ui_tests::*;

#[derive(AvroRecord, Debug, Clone)] enum State { On, Off }
#[derive(AvroRecord, Debug, Clone)] #[avro(name = "State")] enum NewState { On, Paused }

#[derive(AvroRecord, Debug, Clone)] #[avro(name = "Reading")]
struct Old { state: State }

#[derive(AvroRecord, Debug, Clone)] #[avro(name = "Reading")]
struct New { state: NewState }

blueprint! {
    app {
        streamlets { a = FileIngress<Old>; b = LogEgress<New>; }
        connections { a.out => b.in; }
    }
}

fn main() {}
