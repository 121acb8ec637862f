use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
#[avro(namespace = "com.example")]
enum Source {
    Name(String),
    Number(i64),
}

fn main() {}
