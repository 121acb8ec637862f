//! Default values: from the JSON in a schema to the value.

use cloudflow_model::Schema;
use cloudflow_model::schema::{Json, LogicalType, Record};

use super::{AvroType, DecodeError, decode_datum, write_bytes, write_long};
use crate::avro::writer::write_count;

/// Returns the value that the default `json` of a field with type `T` means.
///
/// It takes the way over the binary encoding, since that is what every type can read already.
/// A `json` that `T::SCHEMA` does not accept gives an error; the derive lets none pass.
pub(super) fn default_value<T: AvroType>(json: &Json<'_>) -> Result<T, DecodeError> {
    let mut buffer = Vec::new();
    encode(T::SCHEMA, json, &mut buffer);
    decode_datum(&buffer)
}

fn encode(schema: &Schema<'_>, json: &Json<'_>, buffer: &mut Vec<u8>) {
    match (schema, json) {
        (Schema::Boolean, Json::Boolean(value)) => value.encode(buffer),
        (Schema::Int | Schema::Long, Json::Integer(number)) => write_long(*number, buffer),
        (Schema::Float | Schema::Double, Json::Integer(_) | Json::Float(_)) => {
            encode_float(schema, json, buffer);
        }
        (Schema::String, Json::String(text)) => write_bytes(text.as_bytes(), buffer),
        (Schema::Bytes, Json::String(text)) => write_bytes(&as_bytes(text), buffer),
        (Schema::Fixed(_), Json::String(text)) => buffer.extend(as_bytes(text)),
        (Schema::Enum(enumeration), Json::String(symbol)) => {
            let index = enumeration.symbols.iter().position(|known| known == symbol);
            write_count(index.unwrap_or(usize::MAX), buffer);
        }
        (Schema::Array(items), Json::Array(values)) => {
            if !values.is_empty() {
                write_count(values.len(), buffer);
                for value in *values {
                    encode(items, value, buffer);
                }
            }
            write_count(0, buffer);
        }
        (Schema::Map(schema), Json::Object(entries)) => {
            if !entries.is_empty() {
                write_count(entries.len(), buffer);
                for (key, value) in *entries {
                    write_bytes(key.as_bytes(), buffer);
                    encode(schema, value, buffer);
                }
            }
            write_count(0, buffer);
        }
        (Schema::Union(branches), _) => {
            write_long(0, buffer);
            if let Some(first) = branches.first() {
                encode(first, json, buffer);
            }
        }
        (Schema::Record(record), Json::Object(entries)) => encode_record(record, entries, buffer),
        (Schema::Logical(LogicalType::Uuid | LogicalType::TimestampMillis, underlying), _) => {
            encode(underlying, json, buffer);
        }
        // `null` takes no bytes; what is left does not pass `Schema::accepts`.
        _ => {}
    }
}

fn encode_record(record: &Record<'_>, entries: &[(&str, Json<'_>)], buffer: &mut Vec<u8>) {
    for field in record.fields {
        let given = entries.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value);
        if let Some(value) = given.or(field.default.as_ref()) {
            encode(field.schema, value, buffer);
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a float takes the nearest value that it has"
)]
fn encode_float(schema: &Schema<'_>, json: &Json<'_>, buffer: &mut Vec<u8>) {
    let value = match json {
        Json::Integer(number) => *number as f64,
        Json::Float(number) => *number,
        _ => return,
    };
    match schema {
        Schema::Float => (value as f32).encode(buffer),
        _ => value.encode(buffer),
    }
}

/// Returns the bytes that characters up to U+00FF stand for.
fn as_bytes(text: &str) -> Vec<u8> {
    text.chars().filter_map(|character| u8::try_from(character).ok()).collect()
}
