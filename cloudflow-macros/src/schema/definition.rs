//! The named types of a file: what stands in their objects besides the fields of a record.

use cloudflow_model::Schema;
use cloudflow_model::schema::Fixed;
use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;

use super::logical;
use super::model::{Definition, Kind, Reference, Type};
use super::names::{is_full_name, is_name, not_a_name};
use super::parse::{Parser, is_keyword, qualified};
use super::properties::Properties;
use super::source::Mistakes;

/// The most bytes of a fixed. It becomes an array in Rust, which is moved with its record: one of
/// more than the largest message that Kafka takes by default would only fill the stack.
const LARGEST_FIXED: usize = 1 << 20;

impl<'a> Parser<'_, 'a> {
    /// Reads a named type and returns the reference to it.
    pub(super) fn definition(
        &mut self,
        kind: &str,
        properties: &Properties<'a>,
        around: &str,
    ) -> Type {
        let name = properties.required("name", self.mistakes);
        let place = self.place(name.map_or(properties.start(), Ranged::start));
        let name = name.and_then(|name| properties.text("name", name, self.mistakes));
        let name = name.filter(|name| {
            let is_right = is_full_name(name) && !is_keyword(name);
            if !is_right {
                let message = if is_keyword(name) {
                    format!("`{name}` is a type of Avro\nhelp: give the {kind} another name")
                } else {
                    not_a_name(name, &format!("the name of {} {kind}", article(kind)))
                };
                self.mistakes.at(place, message);
            }
            is_right
        });
        let namespace = properties.optional_text("namespace", self.mistakes);
        let namespace = match namespace {
            Some((namespace, offset)) if !namespace.is_empty() && !is_full_name(namespace) => {
                self.mistakes.at(self.place(offset), not_a_name(namespace, "a namespace"));
                around
            }
            Some((namespace, _)) => namespace,
            None => around,
        };
        let full = name.map(|name| qualified(name, namespace));
        let inner = full
            .as_deref()
            .map_or(namespace, |full| full.rsplit_once('.').map_or("", |(namespace, _)| namespace));
        let kind = match kind {
            "record" => Kind::Record(self.fields(properties, inner)),
            "enum" => self.enumeration(properties),
            _ => {
                let fixed = fixed(properties, self.mistakes);
                if matches!(fixed, Kind::Fixed { logical: None, .. }) {
                    self.ignored.extend(logical::written(properties).map(str::to_owned));
                }
                fixed
            }
        };
        // Without a name nothing can refer to it; what is wrong is reported.
        let Some(name) = full else { return Type::Unknown };
        let reference = Reference { name: name.clone(), place };
        let aliases = self.aliases(properties);
        let (start, doc) = (properties.start(), properties.doc());
        self.definitions.push(Definition { name, place, start, doc, aliases, kind });
        Type::Named(reference)
    }

    /// "Any string is accepted as an alias": it may be the illegal name that an old schema had.
    pub(super) fn aliases(&mut self, properties: &Properties<'a>) -> Vec<String> {
        let written = properties.texts("aliases", self.mistakes).into_iter();
        written.map(|(alias, _)| alias.to_owned()).collect()
    }

    fn enumeration(&mut self, properties: &Properties<'a>) -> Kind<'a> {
        let before = self.mistakes.len();
        let mut symbols: Vec<String> = Vec::new();
        if let Some(value) = properties.required("symbols", self.mistakes) {
            for (symbol, offset) in properties.texts("symbols", self.mistakes) {
                let place = self.place(offset);
                if !is_name(symbol) {
                    self.mistakes.at(place, not_a_name(symbol, "a symbol of an enum"));
                } else if symbols.iter().any(|known| known == symbol) {
                    self.mistakes.at(
                        place,
                        format_args!(
                            "the symbol `{symbol}` is given twice\nhelp: remove one of them"
                        ),
                    );
                } else {
                    symbols.push(symbol.to_owned());
                }
            }
            if symbols.is_empty() && self.mistakes.len() == before {
                self.mistakes.at(
                    self.place(value.start()),
                    "an enum must have at least one symbol\nhelp: write `[\"UNKNOWN\"]`, for example",
                );
            }
        }
        let is_sound = self.mistakes.len() == before;
        let default = properties.optional_text("default", self.mistakes);
        let default = default.and_then(|(default, offset)| {
            let is_symbol = symbols.iter().any(|symbol| symbol == default);
            if is_sound && !is_symbol {
                let known: Vec<&str> = symbols.iter().map(String::as_str).collect();
                let message = crate::text::advice(default, &known, "its symbols");
                self.mistakes.at(
                    self.place(offset),
                    format_args!(
                        "the default `{default}` is no symbol of the enum\nhelp: {message}"
                    ),
                );
            }
            is_symbol.then(|| default.to_owned())
        });
        Kind::Enum { symbols, default }
    }
}

fn article(kind: &str) -> &'static str {
    if kind == "enum" { "an" } else { "a" }
}

fn fixed<'a>(properties: &Properties<'a>, mistakes: &mut Mistakes) -> Kind<'a> {
    let size = properties.required("size", mistakes);
    let size = size.and_then(|value| size_of(value, properties, mistakes)).unwrap_or(0);
    let schema = Fixed { name: "", aliases: &[], size };
    Kind::Fixed { size, logical: logical::on(properties, &Schema::Fixed(&schema), mistakes) }
}

/// Returns the size of a fixed, or reports that it is none.
fn size_of(
    value: &Value<'_>,
    properties: &Properties<'_>,
    mistakes: &mut Mistakes,
) -> Option<usize> {
    let place = properties.place(value.start());
    let Value::NumberLit(number) = value else {
        mistakes.at(place, "`size` must be a number of bytes\nhelp: write `16`, for example");
        return None;
    };
    let is_whole = number.value.bytes().all(|digit| digit.is_ascii_digit());
    match number.value.parse() {
        Ok(size) if size <= LARGEST_FIXED => return Some(size),
        // What does not fit into 64 bits is a number of bytes as well.
        _ if is_whole => mistakes.at(
            place,
            format_args!(
                "a fixed cannot have {} bytes: they stand in the record itself, on the stack, and \
                 Kafka takes messages of 1 MiB\n\
                 help: write a `size` of at most {LARGEST_FIXED}, or use `bytes`",
                number.value
            ),
        ),
        _ => mistakes.at(place, "`size` must be a number of bytes\nhelp: write `16`, for example"),
    }
    None
}
