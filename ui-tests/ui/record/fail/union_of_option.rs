use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
enum Source {
    Name(Option<String>),
    Number(i64),
}

fn main() {}
