use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone, Copy)]
union Number {
    integer: i32,
    float: f32,
}

fn main() {}
