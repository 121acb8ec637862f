//! JSON with positions: what a schema file is before anyone asks what it means.

use std::collections::HashSet;

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::source::{Mistakes, Place, Source};

/// How deeply schemas may be nested: the reading of them is recursive, and so is what rustc does
/// with the types that come out.
pub(crate) const MOST_NESTED: usize = 64;

/// JSON as in RFC 8259: everything that the parser allows beyond it is off.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Parses the file with the index `file`, or reports why it is no JSON.
pub(crate) fn parse<'a>(
    source: &'a Source,
    file: usize,
    mistakes: &mut Mistakes,
) -> Option<Value<'a>> {
    let value = match parse_to_ast(&source.text, &CollectOptions::default(), &STRICT) {
        Ok(result) => result.value,
        Err(error) => {
            let place = Place { file, offset: error.range().start };
            mistakes.at(place, words(error.kind()));
            return None;
        }
    };
    let Some(value) = value else {
        mistakes.at(
            Place { file, offset: 0 },
            "the file is empty\n\
             help: write a schema, such as \
             `{ \"type\": \"record\", \"name\": \"Reading\", \"fields\": [] }`",
        );
        return None;
    };
    let before = mistakes.len();
    if let Err(place) = check(&value, file, 0, mistakes) {
        mistakes.at(place, too_deep());
    }
    (mistakes.len() == before).then_some(value)
}

fn words(kind: &ParseErrorKind) -> String {
    let (problem, help) = match kind {
        ParseErrorKind::TrailingCommasNotAllowed => ("a `,` with nothing after it", "remove it"),
        ParseErrorKind::ExpectedComma => ("a `,` is missing here", "add it"),
        ParseErrorKind::CommentsNotAllowed => ("JSON has no comments", "put the text into a `doc`"),
        ParseErrorKind::ExpectedColonAfterObjectKey => {
            ("a `:` is missing after the key", "write `\"key\": value`")
        }
        ParseErrorKind::ExpectedObjectValue => ("a value is missing after the `:`", "add it"),
        ParseErrorKind::UnterminatedObject => ("this `{` is never closed", "add a `}`"),
        ParseErrorKind::UnterminatedArray => ("this `[` is never closed", "add a `]`"),
        ParseErrorKind::UnexpectedCloseBrace => ("a `}` that closes nothing", "remove it"),
        ParseErrorKind::UnexpectedCloseBracket => ("a `]` that closes nothing", "remove it"),
        ParseErrorKind::UnexpectedWord | ParseErrorKind::ExpectedStringObjectProperty => {
            ("a word without quotes", "write it in `\"`")
        }
        ParseErrorKind::SingleQuotedStringsNotAllowed => {
            ("a string in single quotes", "write it in `\"`")
        }
        ParseErrorKind::MultipleRootJsonValues => {
            ("a second value in one file", "put both into an array: `[…, …]`")
        }
        ParseErrorKind::NestingDepthExceeded => return too_deep(),
        other => {
            return format!("this is not JSON: {}", other.to_string().to_lowercase());
        }
    };
    format!("{problem}\nhelp: {help}")
}

fn too_deep() -> String {
    format!(
        "schemas must not be nested more than {MOST_NESTED} deep\n\
         help: define the inner types at the top of the file and name them here"
    )
}

/// Reports keys that are given twice, of which readers would take one or the other, and returns the
/// first place that is nested too deeply.
fn check(
    value: &Value<'_>,
    file: usize,
    depth: usize,
    mistakes: &mut Mistakes,
) -> Result<(), Place> {
    if depth > MOST_NESTED {
        return Err(Place { file, offset: value.start() });
    }
    match value {
        Value::Array(array) => {
            array.elements.iter().try_for_each(|element| check(element, file, depth + 1, mistakes))
        }
        Value::Object(object) => {
            let mut keys = HashSet::new();
            object.properties.iter().try_for_each(|property| {
                let key = property.name.as_str();
                if !keys.insert(key) {
                    mistakes.at(
                        Place { file, offset: property.name.start() },
                        format_args!("`{key}` is given twice\nhelp: remove one of them"),
                    );
                }
                check(&property.value, file, depth + 1, mistakes)
            })
        }
        _ => Ok(()),
    }
}

/// Returns the property with this key.
pub(crate) fn property<'v, 'a>(object: &'v Object<'a>, key: &str) -> Option<&'v ObjectProp<'a>> {
    object.properties.iter().find(|property| property.name.as_str() == key)
}

/// Returns what a value is, with its article, for messages.
pub(crate) const fn kind(value: &Value<'_>) -> &'static str {
    match value {
        Value::StringLit(_) => "a string",
        Value::NumberLit(_) => "a number",
        Value::BooleanLit(_) => "a boolean",
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        Value::NullKeyword(_) => "`null`",
    }
}

/// Returns a default as the value that the rest of the project works with.
///
/// A whole number is one also when it is written `-0`, which would be a float otherwise.
pub(crate) fn to_serde(value: &Value<'_>) -> serde_json::Value {
    match value {
        Value::StringLit(text) => serde_json::Value::String(text.value.to_string()),
        Value::NumberLit(number) => match number.value.parse::<i64>() {
            Ok(integer) => integer.into(),
            Err(_) => number.value.parse::<f64>().map_or(serde_json::Value::Null, Into::into),
        },
        Value::BooleanLit(boolean) => boolean.value.into(),
        Value::Object(object) => {
            let entries = object.properties.iter();
            let entries =
                entries.map(|entry| (entry.name.as_str().to_owned(), to_serde(&entry.value)));
            serde_json::Value::Object(entries.collect())
        }
        Value::Array(array) => array.elements.iter().map(to_serde).collect(),
        Value::NullKeyword(_) => serde_json::Value::Null,
    }
}
