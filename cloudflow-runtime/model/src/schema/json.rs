//! The full schema as JSON: what the canonical form leaves out is here as well.

use std::cell::RefCell;

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use super::{Enumeration, Field, Fixed, Json, LogicalType, Record, Schema};

impl Serialize for Schema<'_> {
    /// Writes the schema as the specification's JSON, with documentation, aliases, defaults and
    /// logical types. Names are full names, and a named type is defined where it first occurs.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let defined = RefCell::new(Vec::new());
        Part { schema: self, defined: &defined }.serialize(serializer)
    }
}

/// A schema inside another one, with the names that were defined before it.
struct Part<'walk, 'a> {
    schema: &'walk Schema<'a>,
    defined: &'walk RefCell<Vec<&'a str>>,
}

impl<'walk, 'a> Part<'walk, 'a> {
    const fn of<'inner>(&self, schema: &'inner Schema<'a>) -> Part<'inner, 'a>
    where
        'walk: 'inner,
    {
        Part { schema, defined: self.defined }
    }

    /// Returns whether `name` was defined before; from now on it is.
    fn is_defined(&self, name: &'a str) -> bool {
        let mut defined = self.defined.borrow_mut();
        let is_defined = defined.contains(&name);
        if !is_defined {
            defined.push(name);
        }
        is_defined
    }
}

impl Serialize for Part<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self.schema {
            Schema::Array(items) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("type", "array")?;
                map.serialize_entry("items", &self.of(items))?;
                map.end()
            }
            Schema::Map(values) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("type", "map")?;
                map.serialize_entry("values", &self.of(values))?;
                map.end()
            }
            Schema::Union(branches) => {
                let mut list = serializer.serialize_seq(Some(branches.len()))?;
                for branch in branches {
                    list.serialize_element(&self.of(branch))?;
                }
                list.end()
            }
            Schema::Logical(logical, underlying) => self.logical(logical, underlying, serializer),
            Schema::Record(record) if !self.is_defined(record.name) => {
                self.record(record, serializer)
            }
            Schema::Enum(enumeration) if !self.is_defined(enumeration.name) => {
                self::enumeration(enumeration, serializer)
            }
            Schema::Fixed(fixed) if !self.is_defined(fixed.name) => self::fixed(fixed, serializer),
            // A primitive type, or a name that is defined already.
            _ => serializer.serialize_str(self.schema.name()),
        }
    }
}

impl<'a> Part<'_, 'a> {
    /// Writes a logical type: its attributes stand beside those of the underlying type.
    fn logical<S: Serializer>(
        &self,
        logical: LogicalType,
        underlying: &Schema<'a>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut map = match underlying {
            // The logical type belongs to the definition, which was written before.
            Schema::Fixed(fixed) if self.is_defined(fixed.name) => {
                return serializer.serialize_str(fixed.name);
            }
            Schema::Fixed(fixed) => {
                let mut map = serializer.serialize_map(None)?;
                fixed_entries(fixed, &mut map)?;
                map
            }
            _ => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("type", &self.of(underlying))?;
                map
            }
        };
        map.serialize_entry("logicalType", logical.name())?;
        if let LogicalType::Decimal { precision, scale } = logical {
            map.serialize_entry("precision", &precision)?;
            map.serialize_entry("scale", &scale)?;
        }
        map.end()
    }

    fn record<S: Serializer>(&self, record: &Record<'a>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", "record")?;
        head(record.name, record.doc, record.aliases, &mut map)?;
        map.serialize_entry("fields", &Fields { fields: record.fields, part: self })?;
        map.end()
    }
}

fn enumeration<S: Serializer>(
    enumeration: &Enumeration<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry("type", "enum")?;
    head(enumeration.name, enumeration.doc, enumeration.aliases, &mut map)?;
    map.serialize_entry("symbols", enumeration.symbols)?;
    if let Some(symbol) = enumeration.default {
        map.serialize_entry("default", symbol)?;
    }
    map.end()
}

fn fixed<S: Serializer>(fixed: &Fixed<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    fixed_entries(fixed, &mut map)?;
    map.end()
}

fn fixed_entries<M: SerializeMap>(fixed: &Fixed<'_>, map: &mut M) -> Result<(), M::Error> {
    map.serialize_entry("type", "fixed")?;
    head(fixed.name, "", fixed.aliases, map)?;
    map.serialize_entry("size", &fixed.size)
}

/// Writes what every named thing has.
fn head<M: SerializeMap>(
    name: &str,
    doc: &str,
    aliases: &[&str],
    map: &mut M,
) -> Result<(), M::Error> {
    map.serialize_entry("name", name)?;
    if !doc.is_empty() {
        map.serialize_entry("doc", doc)?;
    }
    if !aliases.is_empty() {
        map.serialize_entry("aliases", aliases)?;
    }
    Ok(())
}

struct Fields<'walk, 'a> {
    fields: &'walk [Field<'a>],
    part: &'walk Part<'walk, 'a>,
}

impl Serialize for Fields<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.fields.iter().map(|field| OneField { field, part: self.part }))
    }
}

struct OneField<'walk, 'a> {
    field: &'walk Field<'a>,
    part: &'walk Part<'walk, 'a>,
}

impl Serialize for OneField<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        head(self.field.name, self.field.doc, self.field.aliases, &mut map)?;
        map.serialize_entry("type", &self.part.of(self.field.schema))?;
        if let Some(default) = &self.field.default {
            map.serialize_entry("default", default)?;
        }
        map.end()
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(value),
            Self::Integer(value) => serializer.serialize_i64(value),
            Self::Float(value) => serializer.serialize_f64(value),
            Self::String(value) => serializer.serialize_str(value),
            Self::Array(values) => serializer.collect_seq(values),
            Self::Object(entries) => {
                serializer.collect_map(entries.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}
