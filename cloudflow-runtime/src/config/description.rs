//! Every value of a configuration with its source, for a person to read.

use std::fmt;

use serde::ser::{Serialize, SerializeSeq, SerializeStruct, Serializer};

use super::Value;

/// Every value of a configuration with its source; secrets are masked.
///
/// `Display` prints one line for each value, in columns. It serialises to a list of objects with
/// `key`, `value` and `source`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    lines: Vec<(String, Value)>,
}

impl Description {
    pub(super) fn push(&mut self, key: String, value: Value) {
        self.lines.push((key, value));
    }

    /// Returns the keys with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.lines.iter().map(|(key, value)| (key.as_str(), value))
    }
}

impl fmt::Display for Description {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: fn(&(String, Value)) -> &str| {
            self.lines.iter().map(|line| column(line).chars().count()).max().unwrap_or_default()
        };
        let (keys, values) = (width(|(key, _)| key), width(|(_, value)| value.text().shown()));
        for (key, value) in &self.lines {
            writeln!(
                formatter,
                "{key:keys$}  {:values$}  {}",
                value.text().shown(),
                value.origin()
            )?;
        }
        Ok(())
    }
}

impl Serialize for Description {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.lines.len()))?;
        for (key, value) in &self.lines {
            list.serialize_element(&Line { key, value })?;
        }
        list.end()
    }
}

struct Line<'a> {
    key: &'a str,
    value: &'a Value,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut line = serializer.serialize_struct("Line", 3)?;
        line.serialize_field("key", self.key)?;
        line.serialize_field("value", self.value.text())?;
        line.serialize_field("source", &self.value.origin().to_string())?;
        line.end()
    }
}
