//! Records of one version, read as another: every rule, with the code that the derive writes.

use std::collections::{BTreeMap, HashMap};

use cloudflow_runtime::avro::{
    AvroRecord, AvroType, DecodeError, Decoder, Timestamp, encode_single_object,
};

/// What was deployed first.
mod old {
    use super::*;

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    #[avro(namespace = "com.example")]
    pub(crate) struct Reading {
        pub dropped_text: String,
        pub device: String,
        pub count: i32,
        pub load: f32,
        pub total: i64,
        pub dropped_parts: Vec<Part>,
        pub state: State,
        pub note: Vec<u8>,
        pub parts: Vec<Part>,
        pub by_name: BTreeMap<String, i32>,
        pub hashed: HashMap<String, Part>,
        pub next: Option<Box<Reading>>,
        pub taken: i64,
        pub site: Option<i32>,
        pub dropped_last: BTreeMap<String, Vec<Option<f64>>>,
    }

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    #[avro(namespace = "com.example")]
    pub(crate) struct Part {
        pub name: String,
        pub weight: i32,
    }

    #[derive(AvroRecord, Clone, Copy, Debug, PartialEq)]
    #[avro(namespace = "com.example")]
    pub(crate) enum State {
        Off,
        Paused,
        On,
    }
}

/// What reads it: another order, other types, other names, and fields that no one sends.
mod new {
    use super::*;

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    #[avro(namespace = "com.example.v2", name = "Reading")]
    pub(crate) struct Reading {
        pub count: i64,
        #[avro(alias = "device")]
        pub device_id: String,
        pub load: f64,
        pub total: f32,
        #[avro(default = "[{\"weight\": 2.5}]")]
        pub spare: Vec<Component>,
        pub note: String,
        pub state: State,
        pub next: Option<Box<Reading>>,
        pub by_name: HashMap<String, Option<i64>>,
        pub hashed: BTreeMap<String, Component>,
        pub parts: Vec<Component>,
        pub taken: Timestamp,
        #[avro(default = "\"roof\"")]
        pub place: String,
        pub remark: Option<String>,
        pub site: Option<f64>,
    }

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    #[avro(namespace = "com.example.v2", alias = "com.example.Part")]
    pub(crate) struct Component {
        pub weight: f64,
        #[avro(default = "\"a part\"")]
        pub name: String,
    }

    #[derive(AvroRecord, Clone, Copy, Debug, PartialEq)]
    #[avro(namespace = "com.example.v2")]
    pub(crate) enum State {
        On,
        #[avro(default)]
        Other,
        Off,
    }
}

fn old_part(name: &str, weight: i32) -> old::Part {
    old::Part { name: name.into(), weight }
}

fn new_part(name: &str, weight: f64) -> new::Component {
    new::Component { weight, name: name.into() }
}

fn old_reading(next: Option<old::Reading>) -> old::Reading {
    old::Reading {
        dropped_text: "no one wants this".into(),
        device: "t-1".into(),
        count: -7,
        load: 0.25,
        total: 1 << 20,
        dropped_parts: vec![old_part("x", 1); 3],
        state: old::State::Paused,
        note: "café".into(),
        parts: vec![old_part("blade", 9), old_part("tower", -9)],
        by_name: [("a".to_owned(), 1), ("b".to_owned(), -1)].into(),
        hashed: [("hub".to_owned(), old_part("hub", 3))].into(),
        next: next.map(Box::new),
        taken: 1_500,
        site: Some(4),
        dropped_last: [("z".to_owned(), vec![None, Some(1.0)])].into(),
    }
}

fn new_reading(next: Option<new::Reading>) -> new::Reading {
    new::Reading {
        count: -7,
        device_id: "t-1".into(),
        load: 0.25,
        total: 1_048_576.0,
        spare: vec![new_part("a part", 2.5)],
        note: "café".into(),
        state: new::State::Other,
        next: next.map(Box::new),
        by_name: [("a".to_owned(), Some(1)), ("b".to_owned(), Some(-1))].into(),
        hashed: [("hub".to_owned(), new_part("hub", 3.0))].into(),
        parts: vec![new_part("blade", 9.0), new_part("tower", -9.0)],
        taken: Timestamp::from_millisecond(1_500),
        place: "roof".into(),
        remark: None,
        site: Some(4.0),
    }
}

#[test]
fn an_old_record_becomes_a_new_one() {
    let decoder = Decoder::<new::Reading>::new([old::Reading::SCHEMA]);
    let mut message = Vec::new();
    encode_single_object(&old_reading(Some(old_reading(None))), &mut message);
    assert_eq!(decoder.decode(&message), Ok(new_reading(Some(new_reading(None)))));
}

#[test]
fn records_of_every_known_writer_may_be_mixed() {
    let decoder = Decoder::<new::Reading>::new([old::Reading::SCHEMA, new::Reading::SCHEMA]);
    let mut message = Vec::new();
    encode_single_object(&new_reading(None), &mut message);
    assert_eq!(decoder.decode(&message), Ok(new_reading(None)));
    message.clear();
    encode_single_object(&old_reading(None), &mut message);
    assert_eq!(decoder.decode(&message), Ok(new_reading(None)));
}

#[test]
fn an_unknown_writer_is_named_by_its_fingerprint() {
    let decoder = Decoder::<new::Reading>::new([new::Reading::SCHEMA]);
    let mut message = Vec::new();
    encode_single_object(&old_reading(None), &mut message);
    let error = decoder.decode(&message).unwrap_err();
    assert_eq!(
        error,
        DecodeError::UnknownWriter {
            record: "com.example.v2.Reading",
            found: old::Reading::SCHEMA.fingerprint(),
            expected: new::Reading::SCHEMA.fingerprint(),
        }
    );
    assert!(error.to_string().contains(&format!("{:016x}", old::Reading::SCHEMA.fingerprint())));
}

#[test]
fn a_writer_that_cannot_be_read_says_why() {
    // The other direction: the old record needs fields that the new one no longer has.
    let decoder = Decoder::<old::Reading>::new([new::Reading::SCHEMA]);
    let mut message = Vec::new();
    encode_single_object(&new_reading(None), &mut message);
    let error = decoder.decode(&message).unwrap_err();
    assert!(matches!(error, DecodeError::UnreadableWriter { .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains("the reader needs `dropped_text`"), "{text}");
    assert!(text.contains("help: give `dropped_text` a default"), "{text}");
}

#[test]
fn an_error_names_the_field_of_the_reader() {
    let decoder = Decoder::<new::Reading>::new([old::Reading::SCHEMA]);
    let mut reading = old_reading(None);
    reading.note = vec![0xff];
    let mut message = Vec::new();
    encode_single_object(&reading, &mut message);
    let error = decoder.decode(&message).unwrap_err().to_string();
    assert!(
        error
            .starts_with("cannot decode `com.example.v2.Reading`: `note`: a `string` is not UTF-8"),
        "{error}"
    );
}
