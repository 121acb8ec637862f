//! Defaults of unions: "Default values for union fields correspond to the first schema that matches in
//! the union", whichever branch that is.

use std::collections::BTreeMap;

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use cloudflow_runtime::avro::{
    AvroRecord, AvroType, Decoder, NullLast, Timestamp, encode_single_object,
};

use crate::reference::write;

mod old {
    use super::*;

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    pub(crate) struct Reading {
        pub id: i32,
    }
}

#[derive(AvroRecord, Clone, Debug, PartialEq)]
struct Reading {
    id: i32,
    #[avro(default = 5)]
    count: Option<i64>,
    #[avro(default = "null")]
    site: NullLast<String>,
    #[avro(default = 1_767_225_600_000_u64)]
    taken: Option<Timestamp>,
    #[avro(default = "3000000000")]
    number: Number,
    #[avro(default = 1)]
    whole: Number,
    #[avro(default = "\"LOUD\"")]
    level: Level,
    #[avro(default = "\"loud\"")]
    unknown_level: Level,
    #[avro(default = "[5, null, \"five\"]")]
    values: Vec<Part>,
    #[avro(default = "{\"text\": \"a\"}")]
    note: Option<Note>,
    #[avro(default = "{\"note\": {\"text\": \"b\", \"next\": {\"text\": \"c\"}}}")]
    notes: BTreeMap<String, Option<Note>>,
}

/// An int has no place in the first branch that is too small for it, and one in the second.
#[derive(AvroRecord, Clone, Debug, PartialEq)]
enum Number {
    Nothing,
    Int(i32),
    Double(f64),
}

#[derive(AvroRecord, Clone, Debug, PartialEq)]
enum Level {
    Symbol(Symbol),
    Text(String),
}

#[derive(AvroRecord, Clone, Copy, Debug, PartialEq)]
#[avro(rename_all = "SCREAMING_SNAKE_CASE")]
enum Symbol {
    Quiet,
    Loud,
}

#[derive(AvroRecord, Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Number(i64),
    Nothing,
}

#[derive(AvroRecord, Clone, Debug, PartialEq)]
struct Note {
    text: String,
    next: Option<Box<Note>>,
    #[avro(default = "{\"text\": \"last\", \"last\": null}")]
    last: Option<Box<Note>>,
}

fn note(text: &str, next: Option<Note>) -> Note {
    let last = Note { text: "last".into(), next: None, last: None };
    Note { text: text.into(), next: next.map(Box::new), last: Some(Box::new(last)) }
}

fn expected() -> Reading {
    Reading {
        id: 7,
        count: Some(5),
        site: NullLast(None),
        taken: Some(Timestamp::from_millisecond(1_767_225_600_000)),
        number: Number::Double(3_000_000_000.0),
        whole: Number::Int(1),
        level: Level::Symbol(Symbol::Loud),
        unknown_level: Level::Text("loud".into()),
        values: vec![Part::Number(5), Part::Nothing, Part::Text("five".into())],
        note: Some(note("a", None)),
        notes: [("note".to_owned(), Some(note("b", Some(note("c", None)))))].into(),
    }
}

#[test]
fn what_the_writer_lacks_is_of_the_first_branch_that_matches() {
    let mut message = Vec::new();
    encode_single_object(&old::Reading { id: 7 }, &mut message);
    let decoder = Decoder::<Reading>::new([old::Reading::SCHEMA]);
    assert_eq!(decoder.decode(&message), Ok(expected()));
}

#[test]
fn what_json_lacks_is_of_the_first_branch_that_matches() {
    assert_eq!(serde_json::from_str::<Reading>("{\"id\": 7}").unwrap(), expected());
}

/// The schema that we emit says the same.
#[test]
fn the_default_is_written_as_it_is() {
    let schema = serde_json::to_value(Reading::SCHEMA).unwrap();
    assert_eq!(schema["fields"][1]["type"], serde_json::json!(["null", "long"]));
    assert_eq!(schema["fields"][1]["default"], 5);
}

/// The reference accepts such a default in a schema, and then reads the first branch all the same.
#[test]
fn the_reference_takes_the_first_branch() {
    let parse = |fields: &str| {
        let json = format!(r#"{{ "type": "record", "name": "R", "fields": [{fields}] }}"#);
        apache_avro::Schema::parse_str(&json).unwrap()
    };
    let writer = parse("");
    let reader = parse(r#"{ "name": "count", "type": ["null", "long"], "default": 5 }"#);
    let bytes = write(&writer, Value::Record(Vec::new()));
    let reader = GenericDatumReader::builder(&writer).reader_schema(&reader).build().unwrap();
    let value = reader.read_value(&mut bytes.as_slice()).unwrap();
    let null = Value::Union(0, Box::new(Value::Null));
    assert_eq!(value, Value::Record(vec![("count".to_owned(), null)]));
}
