//! From JSON to schemas: what each object means, without looking at what names stand for.

use cloudflow_model::Schema;
use cloudflow_model::schema::Fixed;
use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;

use super::json::{kind, to_serde};
use super::logical;
use super::model::{Branch, Default, Definition, Field, Kind, Primitive, Reference, Type};
use super::names::{is_full_name, is_name, not_a_name};
use super::properties::Properties;
use super::source::{Mistakes, Place, Source};

/// The words that stand for a kind of type and are no names.
pub(crate) const COMPLEX: &[&str] = &["record", "enum", "fixed", "array", "map"];

/// Reads the file with the index `file` and adds what it defines to `definitions`.
pub(crate) fn parse<'a>(
    value: &'a Value<'a>,
    file: usize,
    definitions: &mut Vec<Definition<'a>>,
    mistakes: &mut Mistakes,
) {
    let before = (definitions.len(), mistakes.len());
    let mut parser = Parser { file, definitions, mistakes, ignored: Vec::new() };
    // Several schemas in one file are written like a union.
    if let Value::Array(array) = value {
        for element in &array.elements {
            parser.ty(element, "");
        }
    } else {
        parser.ty(value, "");
    }
    if before == (definitions.len(), mistakes.len()) {
        mistakes.at(
            Place { file, offset: value.start() },
            "the file must define a record, an enum or a fixed\n\
             help: write `{ \"type\": \"record\", \"name\": \"…\", \"fields\": […] }`",
        );
    }
}

/// Returns what a file most likely defines that is no JSON: a record with the name of the file.
pub(crate) fn stub<'a>(source: &Source, file: usize) -> Option<Definition<'a>> {
    Some(Definition {
        name: name_of_file(&source.path)?,
        place: Place { file, offset: 0 },
        start: 0,
        doc: String::new(),
        aliases: Vec::new(),
        kind: Kind::Record(Vec::new()),
    })
}

/// Returns the name of the type that the file at this path most likely defines.
pub(crate) fn name_of_file(path: &str) -> Option<String> {
    let name = std::path::Path::new(path).file_stem()?.to_str()?.rsplit('.').next()?.to_owned();
    (is_name(&name) && !is_keyword(&name)).then_some(name)
}

struct Parser<'p, 'a> {
    file: usize,
    definitions: &'p mut Vec<Definition<'a>>,
    mistakes: &'p mut Mistakes,
    /// The logical types in the field that is being read that no reader knows there.
    ignored: Vec<String>,
}

impl<'a> Parser<'_, 'a> {
    const fn place(&self, offset: usize) -> Place {
        Place { file: self.file, offset }
    }

    /// Reads a schema in the namespace of what encloses it.
    fn ty(&mut self, value: &'a Value<'a>, namespace: &str) -> Type {
        let place = self.place(value.start());
        match value {
            Value::StringLit(name) => self.name(&name.value, place, namespace),
            Value::Array(branches) => Type::Union(
                branches
                    .elements
                    .iter()
                    .map(|branch| Branch {
                        ty: self.ty(branch, namespace),
                        place: self.place(branch.start()),
                    })
                    .collect(),
            ),
            Value::Object(object) => self.object(object, namespace),
            other => {
                self.mistakes.at(
                    place,
                    format_args!(
                        "a schema must be a name, an object or an array, not {}\n\
                         help: write `\"string\"`, for example",
                        kind(other)
                    ),
                );
                Type::Unknown
            }
        }
    }

    /// A name alone is that of a primitive type or of a definition, in this namespace unless it has
    /// one of its own.
    fn name(&mut self, name: &str, place: Place, namespace: &str) -> Type {
        if let Some(primitive) = Primitive::parse(name) {
            return Type::Primitive(primitive);
        }
        if COMPLEX.contains(&name) {
            let example = match name {
                "record" => r#"{ "type": "record", "name": "…", "fields": […] }"#,
                "enum" => r#"{ "type": "enum", "name": "…", "symbols": […] }"#,
                "fixed" => r#"{ "type": "fixed", "name": "…", "size": 16 }"#,
                "array" => r#"{ "type": "array", "items": "string" }"#,
                _ => r#"{ "type": "map", "values": "string" }"#,
            };
            self.mistakes.at(
                place,
                format_args!("`{name}` needs an object of its own\nhelp: write `{example}`"),
            );
            return Type::Unknown;
        }
        if !is_full_name(name) {
            self.mistakes.at(place, not_a_name(name, "the name of a type"));
            return Type::Unknown;
        }
        Type::Named(Reference { name: qualified(name, namespace), place })
    }

    fn object(&mut self, object: &'a Object<'a>, namespace: &str) -> Type {
        let mut properties = Properties::new(object, "this schema", self.file);
        let Some(ty) = properties.required("type", self.mistakes) else { return Type::Unknown };
        let Value::StringLit(literal) = ty else { return self.ty(ty, namespace) };
        match literal.value.as_ref() {
            "record" | "enum" | "fixed" => {
                properties.of = format!("this {}", literal.value);
                self.definition(&literal.value, &properties, namespace)
            }
            "array" => {
                let items = properties.required("items", self.mistakes);
                Type::Array(Box::new(self.optional_type(items, namespace)))
            }
            "map" => {
                let values = properties.required("values", self.mistakes);
                Type::Map(Box::new(self.optional_type(values, namespace)))
            }
            name => {
                let place = self.place(literal.start());
                match self.name(name, place, namespace) {
                    Type::Primitive(primitive) => {
                        if let Some(logical) = logical::on_primitive(&properties, primitive) {
                            return Type::Logical(logical, primitive);
                        }
                        self.ignored.extend(logical::written(&properties).map(str::to_owned));
                        Type::Primitive(primitive)
                    }
                    other => other,
                }
            }
        }
    }

    fn optional_type(&mut self, value: Option<&'a Value<'a>>, namespace: &str) -> Type {
        value.map_or(Type::Unknown, |value| self.ty(value, namespace))
    }

    /// Reads a named type and returns the reference to it.
    fn definition(&mut self, kind: &str, properties: &Properties<'a>, around: &str) -> Type {
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
    fn aliases(&mut self, properties: &Properties<'a>) -> Vec<String> {
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

    fn fields(&mut self, properties: &Properties<'a>, namespace: &str) -> Vec<Field<'a>> {
        let Some(value) = properties.required("fields", self.mistakes) else { return Vec::new() };
        let Some(elements) = properties.array("fields", value, self.mistakes) else {
            return Vec::new();
        };
        let mut fields: Vec<Field<'a>> = Vec::new();
        for element in elements {
            let Value::Object(object) = element else {
                self.mistakes.at(
                    self.place(element.start()),
                    format_args!(
                        "a field must be an object, not {}\n\
                         help: write `{{ \"name\": \"…\", \"type\": \"string\" }}`",
                        kind(element)
                    ),
                );
                continue;
            };
            if let Some((field, offset)) = self.field(object, namespace) {
                if fields.iter().any(|known| known.name == field.name) {
                    let message = format!(
                        "the record has two fields with the name `{}`\n\
                         help: give one of them another name",
                        field.name
                    );
                    self.mistakes.at(self.place(offset), message);
                } else {
                    fields.push(field);
                }
            }
        }
        fields
    }

    /// Reads a field, and returns it with the offset of its name.
    fn field(&mut self, object: &'a Object<'a>, namespace: &str) -> Option<(Field<'a>, usize)> {
        let mut properties = Properties::new(object, "this field", self.file);
        let name = properties.required("name", self.mistakes);
        let offset = name.map_or(0, Ranged::start);
        let name = name.and_then(|name| properties.text("name", name, self.mistakes));
        if let Some(name) = name {
            properties.of = format!("the field `{name}`");
        }
        let written = properties.required("type", self.mistakes);
        let before = self.ignored.len();
        let ty = self.optional_type(written, namespace);
        let mut ignored = self.ignored.split_off(before);
        // Beside the type it is an attribute of the field, which means nothing.
        ignored.extend(logical::written(&properties).map(str::to_owned));
        let name = name?;
        if !is_name(name) {
            self.mistakes.at(self.place(offset), not_a_name(name, "the name of a field"));
            return None;
        }
        let default = properties.get("default");
        let field = Field {
            name: name.to_owned(),
            doc: properties.doc(),
            aliases: self.aliases(&properties),
            ty,
            ignored,
            default: default.map(|written| Default { written, json: to_serde(written) }),
        };
        Some((field, offset))
    }
}

fn is_keyword(name: &str) -> bool {
    Primitive::parse(name).is_some() || COMPLEX.contains(&name)
}

fn article(kind: &str) -> &'static str {
    if kind == "enum" { "an" } else { "a" }
}

fn qualified(name: &str, namespace: &str) -> String {
    if name.contains('.') || namespace.is_empty() {
        name.to_owned()
    } else {
        format!("{namespace}.{name}")
    }
}

fn fixed<'a>(properties: &Properties<'a>, mistakes: &mut Mistakes) -> Kind<'a> {
    let size = properties.required("size", mistakes).and_then(|value| {
        let size = match value {
            Value::NumberLit(number) => number.value.parse().ok(),
            _ => None,
        };
        if size.is_none() {
            mistakes.at(
                properties.place(value.start()),
                "`size` must be a number of bytes\nhelp: write `16`, for example",
            );
        }
        size
    });
    let size = size.unwrap_or(0);
    let schema = Fixed { name: "", aliases: &[], size };
    Kind::Fixed { size, logical: logical::on(properties, &Schema::Fixed(&schema)) }
}
