//! Words that people write for a type and that Avro does not know: what is meant by them.

use cloudflow_model::nearest;
use jsonc_parser::ast::Object;

use super::json::property;
use super::logical;
use super::model::Primitive;
use super::parse::COMPLEX;

/// What other languages and databases call a type of Avro, in lower case.
const ELSEWHERE: &[(&str, &str)] = &[
    ("bool", "boolean"),
    ("bit", "boolean"),
    ("integer", "int"),
    ("short", "int"),
    ("int16", "int"),
    ("int32", "int"),
    ("i32", "int"),
    ("int64", "long"),
    ("i64", "long"),
    ("bigint", "long"),
    ("float32", "float"),
    ("f32", "float"),
    ("float64", "double"),
    ("f64", "double"),
    ("real", "double"),
    ("number", "double"),
    ("str", "string"),
    ("text", "string"),
    ("char", "string"),
    ("varchar", "string"),
    ("binary", "bytes"),
    ("blob", "bytes"),
    ("buffer", "bytes"),
    ("none", "null"),
    ("nil", "null"),
    ("void", "null"),
    ("datetime", "timestamp-millis"),
    ("timestamp", "timestamp-millis"),
    ("time", "time-millis"),
    ("guid", "uuid"),
    ("numeric", "decimal"),
    ("list", "array"),
    ("vec", "array"),
    ("dict", "map"),
    ("object", "record"),
    ("struct", "record"),
];

/// What a word that is no type most likely means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    Primitive(Primitive),
    /// The name of a logical type.
    Logical(&'static str),
    /// One of [`COMPLEX`].
    Complex(&'static str),
}

/// Returns what is meant by a word that names neither a type of Avro nor a definition.
pub(super) fn meant(word: &str) -> Option<Meant> {
    let plain = word.trim().to_ascii_lowercase();
    if let Some((_, known)) = ELSEWHERE.iter().find(|(elsewhere, _)| *elsewhere == plain) {
        return exact(known);
    }
    let known = [Primitive::NAMES, COMPLEX].concat();
    let near = known.iter().find(|known| **known == plain).copied();
    let near = near.or_else(|| nearest(&plain, &known));
    match (logical::meant(word), near) {
        (Some(logical), _) if logical == plain => exact(logical),
        (_, Some(near)) => exact(near),
        (Some(logical), None) => exact(logical),
        (None, None) => None,
    }
}

fn exact(known: &str) -> Option<Meant> {
    if let Some(primitive) = Primitive::parse(known) {
        return Some(Meant::Primitive(primitive));
    }
    if let Some(complex) = COMPLEX.iter().find(|complex| **complex == known) {
        return Some(Meant::Complex(complex));
    }
    logical::meant(known).map(Meant::Logical)
}

impl Meant {
    /// Returns the advice behind `help: `.
    pub(super) fn advice(self) -> String {
        match self {
            Self::Primitive(primitive) => format!("did you mean `{}`?", primitive.name()),
            Self::Logical(name) => {
                format!("a logical type stands on another type: write `{}`", logical::example(name))
            }
            Self::Complex(word) => format!("did you mean `{}`?", example(word)),
        }
    }
}

/// Returns what is written for one of [`COMPLEX`].
pub(super) fn example(complex: &str) -> &'static str {
    match complex {
        "record" => r#"{ "type": "record", "name": "…", "fields": […] }"#,
        "enum" => r#"{ "type": "enum", "name": "…", "symbols": […] }"#,
        "fixed" => r#"{ "type": "fixed", "name": "…", "size": 16 }"#,
        "array" => r#"{ "type": "array", "items": "string" }"#,
        _ => r#"{ "type": "map", "values": "string" }"#,
    }
}

/// Returns which of [`COMPLEX`] an object defines, as its other keys tell.
pub(super) fn of_keys(object: &Object<'_>) -> Option<&'static str> {
    let keys = [
        ("fields", "record"),
        ("symbols", "enum"),
        ("size", "fixed"),
        ("items", "array"),
        ("values", "map"),
    ];
    let found = keys.into_iter().find(|(key, _)| property(object, key).is_some());
    found.map(|(_, complex)| complex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        for (word, expected) in [
            ("bool", Meant::Primitive(Primitive::Boolean)),
            ("Integer", Meant::Primitive(Primitive::Int)),
            ("STRING", Meant::Primitive(Primitive::String)),
            ("int ", Meant::Primitive(Primitive::Int)),
            ("strin", Meant::Primitive(Primitive::String)),
            ("datetime", Meant::Logical("timestamp-millis")),
            ("timestamp-milis", Meant::Logical("timestamp-millis")),
            ("date", Meant::Logical("date")),
            ("uuid", Meant::Logical("uuid")),
            ("Record", Meant::Complex("record")),
            ("list", Meant::Complex("array")),
        ] {
            assert_eq!(meant(word), Some(expected), "{word}");
        }
        assert_eq!(meant("Reading"), None);
    }

    #[test]
    fn every_word_elsewhere_means_something() {
        for (elsewhere, known) in ELSEWHERE {
            assert!(exact(known).is_some(), "{elsewhere}");
        }
    }
}
