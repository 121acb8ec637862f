//! Default values: from the JSON in a schema to the value.

use cloudflow_model::Schema;
use cloudflow_model::schema::{Json, Record};

use super::{AvroType, DecodeError, MOST_NESTED, decode_datum, write_bytes, write_long};
use crate::avro::writer::write_count;

/// Returns the value that the default `json` of a field with type `T` means.
///
/// It takes the way over the binary encoding, since that is what every type can read already.
/// A `json` that `T::SCHEMA` does not accept gives an error; the derive lets none pass.
pub(super) fn default_value<T: AvroType>(json: &Json<'_>) -> Result<T, DecodeError> {
    let mut buffer = Vec::new();
    encode_default(T::SCHEMA, json, T::SCHEMA, &mut buffer);
    decode_datum(&buffer)
}

/// Appends what a value of `schema` that the default `json` means has as its encoding; references
/// are looked up in `whole`.
pub(super) fn encode_default(
    schema: &Schema<'_>,
    json: &Json<'_>,
    whole: &Schema<'_>,
    buffer: &mut Vec<u8>,
) {
    Encoder { whole, depth: 0, buffer }.value(schema, json);
}

struct Encoder<'a> {
    whole: &'a Schema<'a>,
    /// A record whose default holds the record again has no end.
    depth: usize,
    buffer: &'a mut Vec<u8>,
}

impl Encoder<'_> {
    fn value(&mut self, schema: &Schema<'_>, json: &Json<'_>) {
        match (schema, json) {
            (Schema::Boolean, Json::Boolean(value)) => value.encode(self.buffer),
            (Schema::Int | Schema::Long, Json::Integer(number)) => write_long(*number, self.buffer),
            (Schema::Float | Schema::Double, Json::Integer(_) | Json::Float(_)) => {
                encode_float(schema, json, self.buffer);
            }
            (Schema::String, Json::String(text)) => write_bytes(text.as_bytes(), self.buffer),
            (Schema::Bytes, Json::String(text)) => write_bytes(&as_bytes(text), self.buffer),
            (Schema::Fixed(_), Json::String(text)) => self.buffer.extend(as_bytes(text)),
            (Schema::Enum(enumeration), Json::String(symbol)) => {
                let index = enumeration.symbols.iter().position(|known| known == symbol);
                write_count(index.unwrap_or(usize::MAX), self.buffer);
            }
            (Schema::Array(items), Json::Array(values)) => {
                if !values.is_empty() {
                    write_count(values.len(), self.buffer);
                    for value in *values {
                        self.value(items, value);
                    }
                }
                write_count(0, self.buffer);
            }
            (Schema::Map(schema), Json::Object(entries)) => {
                if !entries.is_empty() {
                    write_count(entries.len(), self.buffer);
                    for (key, value) in *entries {
                        write_bytes(key.as_bytes(), self.buffer);
                        self.value(schema, value);
                    }
                }
                write_count(0, self.buffer);
            }
            (Schema::Union(branches), _) => {
                let branch = Schema::branch_of(branches, json, self.whole);
                write_count(branch.unwrap_or(usize::MAX), self.buffer);
                if let Some(schema) = branch.and_then(|index| branches.get(index)) {
                    self.value(schema, json);
                }
            }
            (Schema::Record(record), Json::Object(entries)) => self.record(record, entries),
            (Schema::Logical(_, underlying), _) => self.value(underlying, json),
            (Schema::Reference(name), _) => {
                if let Some(definition) = self.whole.definition(name) {
                    self.value(&definition, json);
                }
            }
            // `null` takes no bytes; what is left does not pass `Schema::accepts`.
            _ => {}
        }
    }

    fn record(&mut self, record: &Record<'_>, entries: &[(&str, Json<'_>)]) {
        if self.depth == MOST_NESTED {
            return;
        }
        self.depth += 1;
        for field in record.fields {
            let given = entries.iter().find(|(name, _)| *name == field.name);
            if let Some(value) = given.map(|(_, value)| value).or(field.default.as_ref()) {
                self.value(field.schema, value);
            }
        }
        self.depth -= 1;
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
