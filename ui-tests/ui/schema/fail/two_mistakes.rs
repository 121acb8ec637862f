use cloudflow_runtime::avro_schema;

avro_schema!("./two_mistakes.avsc");

fn main() {
    let reading = Reading { device: "roof".to_owned(), count: 1 };
    assert_eq!(reading.clone(), reading);
}
