//! The keys of one object: which must be there, and what kind of value they have.

use cloudflow_model::nearest;
use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;

use super::json::{kind, property};
use super::source::{Mistakes, Place};

/// An object of a schema file.
pub(crate) struct Properties<'a> {
    object: &'a Object<'a>,
    /// What the object is, in messages.
    pub(crate) of: String,
    file: usize,
}

impl<'a> Properties<'a> {
    pub(crate) fn new(object: &'a Object<'a>, of: &str, file: usize) -> Self {
        Self { object, of: of.to_owned(), file }
    }

    pub(crate) const fn place(&self, offset: usize) -> Place {
        Place { file: self.file, offset }
    }

    pub(crate) fn start(&self) -> usize {
        self.object.start()
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'a Value<'a>> {
        property(self.object, key).map(|property| &property.value)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        property(self.object, key).is_some()
    }

    /// Returns where a key stands, or the object if it has no such key.
    pub(crate) fn key_place(&self, key: &str) -> Place {
        let found = property(self.object, key).map(|property| property.name.start());
        self.place(found.unwrap_or_else(|| self.start()))
    }

    /// Returns where the value of a key stands, or the object if it has no such key.
    pub(crate) fn value_place(&self, key: &str) -> Place {
        self.place(self.get(key).map_or_else(|| self.start(), Ranged::start))
    }

    /// Returns the value of `key`, or reports that it is missing: at the key that is meant by it,
    /// if there is one.
    pub(crate) fn required(&self, key: &str, mistakes: &mut Mistakes) -> Option<&'a Value<'a>> {
        let found = self.get(key);
        if found.is_none() {
            let keys: Vec<&str> =
                self.object.properties.iter().map(|property| property.name.as_str()).collect();
            let of = &self.of;
            match nearest(key, &keys).and_then(|near| property(self.object, near)) {
                Some(near) => mistakes.at(
                    self.place(near.name.start()),
                    format_args!(
                        "{of} has no `{key}`\nhelp: is `{}` meant to be it?",
                        near.name.as_str()
                    ),
                ),
                None => mistakes.at(
                    self.place(self.start()),
                    format_args!("{of} has no `{key}`\nhelp: add `\"{key}\": {}`", example(key)),
                ),
            }
        }
        found
    }

    /// Returns `value` as a text, or reports that it is none.
    pub(crate) fn text(
        &self,
        key: &str,
        value: &'a Value<'a>,
        mistakes: &mut Mistakes,
    ) -> Option<&'a str> {
        match value {
            Value::StringLit(literal) => Some(&literal.value),
            other => {
                self.wrong(key, "a string", other, mistakes);
                None
            }
        }
    }

    /// Returns the text of `key` and its offset, if it is there.
    pub(crate) fn optional_text(
        &self,
        key: &str,
        mistakes: &mut Mistakes,
    ) -> Option<(&'a str, usize)> {
        let value = self.get(key)?;
        self.text(key, value, mistakes).map(|text| (text, value.start()))
    }

    /// Returns the elements of `value`, or reports that it is no array.
    pub(crate) fn array(
        &self,
        key: &str,
        value: &'a Value<'a>,
        mistakes: &mut Mistakes,
    ) -> Option<&'a [Value<'a>]> {
        match value {
            Value::Array(array) => Some(&array.elements),
            other => {
                self.wrong(key, "an array", other, mistakes);
                None
            }
        }
    }

    /// Returns the texts in the array `key`, each with its offset; none if it is not there.
    pub(crate) fn texts(&self, key: &str, mistakes: &mut Mistakes) -> Vec<(&'a str, usize)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let elements = self.array(key, value, mistakes).unwrap_or_default();
        let mut texts = Vec::new();
        for element in elements {
            match element {
                Value::StringLit(literal) => texts.push((literal.value.as_ref(), element.start())),
                other => mistakes.at(
                    self.place(other.start()),
                    format_args!(
                        "`{key}` must hold strings, not {}\nhelp: write it in `\"`",
                        kind(other)
                    ),
                ),
            }
        }
        texts
    }

    /// Returns the documentation. It is for people; what is no string says nothing.
    pub(crate) fn doc(&self) -> String {
        match self.get("doc") {
            Some(Value::StringLit(literal)) => literal.value.to_string(),
            _ => String::new(),
        }
    }

    fn wrong(&self, key: &str, wanted: &str, found: &Value<'_>, mistakes: &mut Mistakes) {
        mistakes.at(
            self.place(found.start()),
            format_args!(
                "`{key}` must be {wanted}, not {}\nhelp: write `\"{key}\": {}`",
                kind(found),
                example(key)
            ),
        );
    }
}

/// Returns what stands after a key, as an example.
fn example(key: &str) -> &'static str {
    match key {
        "type" | "items" | "values" => r#""string""#,
        "fields" | "symbols" | "aliases" => "[…]",
        "size" => "16",
        _ => r#""…""#,
    }
}
