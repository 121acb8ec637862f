#[derive(AvroRecord)]
#[avro(rename_all = "SCREAMING_SNAKE_CASE")]
enum State {
    Running,
    #[avro(default)]
    Stopped,
}
