//! From JSON to schemas: what each object means, without looking at what names stand for.

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;

use super::json::{kind, to_serde};
use super::logical;
use super::model::{Branch, Default, Definition, Field, Kind, Primitive, Reference, Type};
use super::names::{is_full_name, is_name, not_a_name};
use super::properties::Properties;
use super::slips;
use super::source::{Mistakes, Place, Source};
use super::words::{self, Meant};

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

pub(super) struct Parser<'p, 'a> {
    file: usize,
    pub(super) definitions: &'p mut Vec<Definition<'a>>,
    pub(super) mistakes: &'p mut Mistakes,
    /// The logical types in the field that is being read that no reader knows there.
    pub(super) ignored: Vec<String>,
}

impl<'a> Parser<'_, 'a> {
    pub(super) const fn place(&self, offset: usize) -> Place {
        Place { file: self.file, offset }
    }

    /// Reads a schema in the namespace of what encloses it.
    fn ty(&mut self, value: &'a Value<'a>, namespace: &str) -> Type {
        let place = self.place(value.start());
        match value {
            Value::StringLit(name) => self.name(&name.value, place, namespace),
            Value::Array(branches) if branches.elements.is_empty() => {
                self.mistakes.at(
                    place,
                    "a union must have at least one branch\n\
                     help: write `[\"null\", \"string\"]`, for example",
                );
                Type::Unknown
            }
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
            let example = words::example(name);
            self.mistakes.at(
                place,
                format_args!("`{name}` needs an object of its own\nhelp: write `{example}`"),
            );
            return Type::Unknown;
        }
        if !is_full_name(name) {
            let Some(meant) = words::meant(name) else {
                self.mistakes.at(place, not_a_name(name, "the name of a type"));
                return Type::Unknown;
            };
            self.mistakes
                .at(place, format_args!("unknown type `{name}`\nhelp: {}", meant.advice()));
            return match meant {
                Meant::Primitive(primitive) => Type::Primitive(primitive),
                Meant::Logical(_) | Meant::Complex(_) => Type::Unknown,
            };
        }
        Type::Named(Reference { name: qualified(name, namespace), place })
    }

    fn object(&mut self, object: &'a Object<'a>, namespace: &str) -> Type {
        let mut properties = Properties::new(object, "this schema", self.file);
        let Some(ty) = properties.required("type", self.mistakes) else { return Type::Unknown };
        let Value::StringLit(literal) = ty else {
            let before = self.mistakes.len();
            let inner = self.ty(ty, namespace);
            if self.mistakes.len() > before {
                return inner;
            }
            return slips::logical_type(&properties, ty, inner, self.mistakes);
        };
        let word = self.word(&literal.value, object, self.place(literal.start()));
        match word {
            "record" | "enum" | "fixed" => {
                properties.of = format!("this {word}");
                self.definition(word, &properties, namespace)
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
                        let before = self.mistakes.len();
                        let logical = logical::on_primitive(&properties, primitive, self.mistakes);
                        if let Some(logical) = logical {
                            return Type::Logical(logical, primitive);
                        }
                        if self.mistakes.len() == before {
                            self.ignored.extend(logical::written(&properties).map(str::to_owned));
                        }
                        Type::Primitive(primitive)
                    }
                    other => other,
                }
            }
        }
    }

    /// Returns the word behind `type`, or the one that was meant where the other keys of the object
    /// are those of another kind of type.
    fn word<'w>(&mut self, written: &'w str, object: &Object<'_>, place: Place) -> &'w str {
        if is_keyword(written) {
            return written;
        }
        let has_name = object.properties.iter().any(|key| key.name.as_str() == "name");
        let meant = match words::meant(written) {
            Some(Meant::Complex(complex)) => Some(complex),
            _ => None,
        };
        let complex = match (words::of_keys(object), meant) {
            (Some(complex @ ("array" | "map")), meant) if meant == Some(complex) => complex,
            (Some(complex @ ("record" | "enum" | "fixed")), _) if has_name => complex,
            (None, Some(complex @ ("record" | "enum" | "fixed"))) if has_name => complex,
            _ => return written,
        };
        self.mistakes
            .at(place, format_args!("unknown type `{written}`\nhelp: did you mean `{complex}`?"));
        complex
    }

    fn optional_type(&mut self, value: Option<&'a Value<'a>>, namespace: &str) -> Type {
        value.map_or(Type::Unknown, |value| self.ty(value, namespace))
    }

    pub(super) fn fields(
        &mut self,
        properties: &Properties<'a>,
        namespace: &str,
    ) -> Vec<Field<'a>> {
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
        let mistakes = self.mistakes.len();
        let mut ty = self.optional_type(written, namespace);
        if self.mistakes.len() == mistakes
            && let Some(written) = written
        {
            ty = slips::logical_type(&properties, written, ty, self.mistakes);
            slips::default(&properties, written, self.mistakes);
        }
        let mut ignored = self.ignored.split_off(before);
        // Beside the type another name is metadata of the field, which means nothing.
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

pub(super) fn is_keyword(name: &str) -> bool {
    Primitive::parse(name).is_some() || COMPLEX.contains(&name)
}

pub(super) fn qualified(name: &str, namespace: &str) -> String {
    if name.contains('.') || namespace.is_empty() {
        name.to_owned()
    } else {
        format!("{namespace}.{name}")
    }
}
