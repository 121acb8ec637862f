use cloudflow_runtime::AvroRecord;

#[derive(AvroRecord, Clone)]
struct Reading<'a> {
    device: &'a str,
}

fn main() {}
