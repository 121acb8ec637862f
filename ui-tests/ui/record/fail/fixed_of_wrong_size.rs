use cloudflow_runtime::avro::{AvroRecord, CalendarDuration};

#[derive(AvroRecord, Clone)]
#[avro(fixed = 16)]
struct Term(CalendarDuration);

fn main() {}
