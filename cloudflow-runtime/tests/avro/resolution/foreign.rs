//! Writers that are not ours, and types that know nothing of plans.

use apache_avro::GenericSingleObjectWriter;
use apache_avro::types::Value;
use cloudflow_model::Schema;
use cloudflow_runtime::avro::{
    AvroRecord, AvroType, DecodeError, Decoder, Reader, Timestamp, encode_single_object, write_long,
};
use serde::{Deserialize, Serialize};

mod old {
    use super::*;

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    pub(crate) struct Reading {
        pub taken: Timestamp,
        pub value: i32,
        pub values: Vec<i32>,
    }
}

#[derive(AvroRecord, Clone, Debug, PartialEq)]
struct Reading {
    value: Number,
    values: Vec<Number>,
    taken: Timestamp,
}

/// A union that someone wrote by hand, with the two functions that a type must have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Number {
    Text(String),
    Double(f64),
}

impl AvroType for Number {
    const SCHEMA: &'static Schema<'static> = &Schema::Union(&[&Schema::String, &Schema::Double]);

    fn encode(&self, buffer: &mut Vec<u8>) {
        match self {
            Self::Text(text) => {
                write_long(0, buffer);
                text.encode(buffer);
            }
            Self::Double(number) => {
                write_long(1, buffer);
                number.encode(buffer);
            }
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.index(2)? {
            0 => String::decode(reader).map(Self::Text),
            _ => f64::decode(reader).map(Self::Double),
        }
    }
}

fn expected() -> Reading {
    Reading {
        value: Number::Double(4.0),
        values: vec![Number::Double(-1.0), Number::Double(2.0)],
        taken: Timestamp::from_millisecond(1_500),
    }
}

#[test]
fn a_type_that_knows_no_plans_is_resolved() {
    let taken = Timestamp::from_millisecond(1_500);
    let mut message = Vec::new();
    encode_single_object(&old::Reading { taken, value: 4, values: vec![-1, 2] }, &mut message);
    let decoder = Decoder::<Reading>::new([old::Reading::SCHEMA]);
    assert_eq!(decoder.decode(&message), Ok(expected()));
}

/// The reference has a fingerprint of its own for schemas with logical types.
#[test]
fn what_the_reference_wrote_is_resolved() {
    let json = serde_json::to_string(old::Reading::SCHEMA).unwrap();
    let schema = apache_avro::Schema::parse_str(&json).unwrap();
    let value = Value::Record(vec![
        ("taken".to_owned(), Value::TimestampMillis(1_500)),
        ("value".to_owned(), Value::Int(4)),
        ("values".to_owned(), Value::Array(vec![Value::Int(-1), Value::Int(2)])),
    ]);
    let mut message = Vec::new();
    let mut writer = GenericSingleObjectWriter::new_with_capacity(&schema, 64).unwrap();
    writer.write_value(value, &mut message).unwrap();
    assert_ne!(&message[2..10], old::Reading::SCHEMA.fingerprint().to_le_bytes());
    let decoder = Decoder::<Reading>::new([old::Reading::SCHEMA]);
    assert_eq!(decoder.decode(&message), Ok(expected()));
}
