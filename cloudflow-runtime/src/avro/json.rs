//! What the derive needs to read a record from JSON, or any other self-describing format of serde.

use std::fmt;
use std::marker::PhantomData;

use cloudflow_model::Schema;
use cloudflow_model::schema::Field;
use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, Visitor};

use super::AvroType;
use super::default::default_value;

/// A record whose fields can be read by name, in any order.
pub trait ReadFields: AvroType {
    /// The names of the fields.
    const NAMES: &'static [&'static str];

    /// Reads all fields.
    fn read_fields<'de, A: MapAccess<'de>>(fields: &mut Fields<A>) -> Result<Self, A::Error>;
}

/// The fields of a record that is being read.
#[derive(Debug)]
pub struct Fields<A> {
    map: A,
    names: &'static [&'static str],
    schema: &'static [Field<'static>],
}

impl<'de, A: MapAccess<'de>> Fields<A> {
    /// Reads the name of the next field and returns its index, or nothing after the last.
    pub fn next_index(&mut self) -> Result<Option<usize>, A::Error> {
        self.map.next_key_seed(FieldName { names: self.names, fields: self.schema })
    }

    pub(super) fn value<T: DeserializeOwned>(&mut self) -> Result<T, A::Error> {
        self.map.next_value()
    }

    /// Returns the default of the field `name`, which is missing.
    pub(super) fn default<T: AvroType>(&self, name: &'static str) -> Result<T, A::Error> {
        let field = self.schema.iter().find(|field| field.name == name);
        match field.and_then(|field| field.default.as_ref()) {
            Some(json) => default_value(json).map_err(A::Error::custom),
            None => Err(A::Error::missing_field(name)),
        }
    }
}

/// Reads a record.
pub fn read_record<'de, T: ReadFields, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::SCHEMA.name(), T::NAMES, RecordVisitor(PhantomData))
}

struct RecordVisitor<T>(PhantomData<T>);

impl<'de, T: ReadFields> Visitor<'de> for RecordVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object with the fields of `{}`", T::SCHEMA.name())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let schema = match T::SCHEMA {
            Schema::Record(record) => record.fields,
            _ => &[],
        };
        T::read_fields(&mut Fields { map, names: T::NAMES, schema })
    }
}

/// Finds a field by its name or one of its aliases.
struct FieldName {
    names: &'static [&'static str],
    fields: &'static [Field<'static>],
}

impl<'de> serde::de::DeserializeSeed<'de> for FieldName {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldName {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        self.fields
            .iter()
            .position(|field| field.name == name)
            .or_else(|| self.fields.iter().position(|field| field.aliases.contains(&name)))
            .ok_or_else(|| E::unknown_field(name, self.names))
    }
}

/// Reads one of the symbols of an enum and returns its index.
pub fn read_symbol<'de, D: Deserializer<'de>>(
    symbols: &'static [&'static str],
    deserializer: D,
) -> Result<usize, D::Error> {
    deserializer.deserialize_str(Symbol { symbols })
}

struct Symbol {
    symbols: &'static [&'static str],
}

impl Visitor<'_> for Symbol {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a symbol as a string")
    }

    fn visit_str<E: Error>(self, symbol: &str) -> Result<usize, E> {
        self.symbols
            .iter()
            .position(|known| *known == symbol)
            .ok_or_else(|| E::unknown_variant(symbol, self.symbols))
    }
}
