//! From names to what they stand for, and the rules that only then can be checked.

use std::collections::HashMap;

use cloudflow_model::nearest;

use super::model::{Branch, Definition, Field, Kind, Primitive, Reference, Type};
use super::source::{Mistakes, Source};
use super::words::{self, Meant};

/// All definitions of all files, by their full names.
pub(crate) struct Schemas<'a> {
    pub(crate) definitions: Vec<Definition<'a>>,
    indices: HashMap<String, usize>,
}

impl<'a> Schemas<'a> {
    /// Returns the definition with this full name.
    pub(crate) fn get(&self, name: &str) -> Option<&Definition<'a>> {
        self.definitions.get(self.index(name)?)
    }

    /// Returns the index of the definition with this full name.
    pub(crate) fn index(&self, name: &str) -> Option<usize> {
        self.indices.get(name).copied()
    }

    /// Returns a field of a record by the indices of both.
    pub(crate) fn field_mut(&mut self, record: usize, field: usize) -> Option<&mut Field<'a>> {
        match &mut self.definitions.get_mut(record)?.kind {
            Kind::Record(fields) => fields.get_mut(field),
            _ => None,
        }
    }
}

/// Puts what the files define together, and reports what does not fit.
pub(crate) fn resolve<'a>(
    definitions: Vec<Definition<'a>>,
    sources: &[Source],
    mistakes: &mut Mistakes,
) -> Schemas<'a> {
    let mut schemas = unique(definitions, sources, mistakes);
    let names = Names::new(&schemas);
    for definition in &mut schemas.definitions {
        let around = definition.namespace().to_owned();
        let name = definition.name.clone();
        let Kind::Record(fields) = &mut definition.kind else { continue };
        for field in fields {
            names.check_type(&mut field.ty, &name, &around, mistakes);
        }
    }
    check_endless(&mut schemas, mistakes);
    schemas
}

/// A name has one definition. Files that stand alone may repeat one, as long as it is the same.
fn unique<'a>(
    definitions: Vec<Definition<'a>>,
    sources: &[Source],
    mistakes: &mut Mistakes,
) -> Schemas<'a> {
    let mut schemas = Schemas { definitions: Vec::new(), indices: HashMap::new() };
    for definition in definitions {
        if let Some(first) = schemas.get(&definition.name) {
            let is_repeated =
                first.place.file != definition.place.file && first.is_same(&definition);
            if !is_repeated && let Some(source) = sources.get(first.place.file) {
                let position = source.position(first.place.offset);
                mistakes.at(
                    definition.place,
                    format_args!(
                        "`{}` is defined a second time; the first is at {position}\n\
                         help: refer to it by its name, or give one of them another",
                        definition.name
                    ),
                );
            }
            continue;
        }
        schemas.indices.insert(definition.name.clone(), schemas.definitions.len());
        schemas.definitions.push(definition);
    }
    schemas
}

/// The names that a type may refer to.
struct Names {
    indices: HashMap<String, usize>,
    defined: Vec<String>,
    /// Where each is defined, in the same order: file, and where the object starts.
    starts: Vec<(usize, usize)>,
}

impl Names {
    fn new(schemas: &Schemas<'_>) -> Self {
        let defined = schemas.definitions.iter();
        Self {
            indices: schemas.indices.clone(),
            defined: defined.map(|definition| definition.name.clone()).collect(),
            starts: (schemas.definitions.iter())
                .map(|definition| (definition.place.file, definition.start))
                .collect(),
        }
    }

    fn check_type(&self, ty: &mut Type, record: &str, around: &str, mistakes: &mut Mistakes) {
        match ty {
            Type::Named(reference) => {
                let index = self.indices.get(&reference.name);
                let Some(start) = index.and_then(|index| self.starts.get(*index)) else {
                    *ty = self.unknown(reference, around, mistakes);
                    return;
                };
                // Files may refer to each other in any order; in one of them other tools read on from
                // the start, and know what they have read.
                if start.0 == reference.place.file && reference.place.offset < start.1 {
                    mistakes.at(
                        reference.place,
                        format_args!(
                            "`{0}` is used before it is defined\n\
                             help: move its definition to here, and write `\"{0}\"` where it was",
                            reference.name
                        ),
                    );
                } else if !around.is_empty() && !reference.name.contains('.') {
                    // Other tools would read the bare name as one in the namespace around it.
                    mistakes.at(
                        reference.place,
                        format_args!(
                            "`{}` must have a namespace, since `{record}` around it has one\n\
                             help: add `\"namespace\": \"{around}\"` to `{}`",
                            reference.name, reference.name
                        ),
                    );
                    *ty = Type::Unknown;
                }
            }
            Type::Array(inner) | Type::Map(inner) => {
                self.check_type(inner, record, around, mistakes);
            }
            Type::Union(branches) => {
                for branch in &mut *branches {
                    self.check_type(&mut branch.ty, record, around, mistakes);
                }
                let before = mistakes.len();
                check_union(branches, mistakes);
                // Half a union is none.
                if mistakes.len() > before || ty.is_unknown() {
                    *ty = Type::Unknown;
                }
            }
            Type::Primitive(_) | Type::Logical(..) | Type::Unknown => {}
        }
    }

    /// Reports an unknown type, and returns the one that was meant by it, so that what uses the
    /// field gets no errors of its own.
    fn unknown(&self, reference: &Reference, around: &str, mistakes: &mut Mistakes) -> Type {
        let written = reference.name.strip_prefix(around).and_then(|name| name.strip_prefix('.'));
        let written = written.unwrap_or(&reference.name);
        let simple = simple(written);
        let elsewhere = self.defined.iter().find(|name| self::simple(name) == simple);
        let known = Primitive::NAMES.iter().copied();
        let known: Vec<&str> =
            known.chain(self.defined.iter().map(|name| self::simple(name))).collect();
        // Before what is near comes what is the same in another language, or a logical type.
        let word = words::meant(written);
        let is_word = matches!(word, Some(Meant::Logical(_))) || nearest(simple, &known).is_none();
        let (help, meant) = match (elsewhere, nearest(simple, &known), word) {
            (None, _, _) if written == "error" => {
                ("errors are for protocols: write `record`".to_owned(), None)
            }
            (Some(full), ..) => (format!("did you mean `{full}`?"), Some(full.as_str())),
            (None, _, Some(Meant::Primitive(primitive))) if is_word => {
                (Meant::Primitive(primitive).advice(), Some(primitive.name()))
            }
            (None, _, Some(word)) if is_word => (word.advice(), None),
            (None, Some(near), _) => (format!("did you mean `{near}`?"), Some(near)),
            (None, None, _) => (
                "define it in this file, or give its file to `avro_schema!` as well".to_owned(),
                None,
            ),
        };
        mistakes.at(reference.place, format_args!("unknown type `{written}`\nhelp: {help}"));
        let Some(meant) = meant else { return Type::Unknown };
        if let Some(primitive) = Primitive::parse(meant) {
            return Type::Primitive(primitive);
        }
        let full = self.defined.iter().find(|name| self::simple(name) == self::simple(meant));
        full.map_or(Type::Unknown, |full| {
            Type::Named(Reference { name: full.clone(), place: reference.place })
        })
    }
}

fn simple(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, simple)| simple)
}

/// A union has branches, none of which is a union, and no two of one type but for names.
fn check_union(branches: &[Branch], mistakes: &mut Mistakes) {
    let mut seen: Vec<&str> = Vec::new();
    for branch in branches {
        let Some(name) = branch_name(&branch.ty) else {
            if matches!(branch.ty, Type::Union(_)) {
                mistakes.at(
                    branch.place,
                    "a union must not hold a union\n\
                     help: put the inner branches among the outer ones",
                );
            }
            continue;
        };
        if seen.contains(&name) {
            mistakes.at(
                branch.place,
                format_args!(
                    "a union must not hold `{name}` twice: a reader could not tell them apart\n\
                     help: make one of them a record that holds the value"
                ),
            );
        }
        seen.push(name);
    }
}

/// Returns the name under which a union knows a branch. A logical type is that below it.
pub(crate) fn branch_name(ty: &Type) -> Option<&str> {
    Some(match ty {
        Type::Primitive(primitive) | Type::Logical(_, primitive) => primitive.name(),
        Type::Array(_) => "array",
        Type::Map(_) => "map",
        Type::Named(reference) => &reference.name,
        Type::Union(_) | Type::Unknown => return None,
    })
}

/// A record that holds itself without an end to it has no values.
fn check_endless(schemas: &mut Schemas<'_>, mistakes: &mut Mistakes) {
    let mut walk = Walk { schemas, ended: HashMap::new(), found: Vec::new() };
    for index in 0..schemas.definitions.len() {
        walk.enter(index, mistakes);
    }
    for (record, field) in walk.found {
        if let Some(field) = schemas.field_mut(record, field) {
            field.ty = Type::Unknown;
        }
    }
}

struct Walk<'s, 'a> {
    schemas: &'s Schemas<'a>,
    /// The records that were entered, each with whether it is known to end.
    ended: HashMap<usize, bool>,
    /// The fields through which a record holds itself, by the indices of both.
    found: Vec<(usize, usize)>,
}

impl Walk<'_, '_> {
    /// Goes through all that a record holds. The way is on the heap: files may chain many records.
    fn enter(&mut self, index: usize, mistakes: &mut Mistakes) {
        if self.ended.contains_key(&index) {
            return;
        }
        self.ended.insert(index, false);
        let mut way = vec![(index, 0)];
        while let Some((record, field)) = way.pop() {
            let Some(next) = self.field(record, field) else {
                self.ended.insert(record, true);
                continue;
            };
            way.push((record, field + 1));
            let Type::Named(reference) = &next.ty else { continue };
            let Some(&inner) = self.schemas.indices.get(&reference.name) else { continue };
            match self.ended.get(&inner) {
                Some(true) => {}
                Some(false) => {
                    let simple = simple(&reference.name);
                    mistakes.at(
                        reference.place,
                        format_args!(
                            "`{}` holds itself without an end, here in `{}`\n\
                             help: write `[\"null\", \"{simple}\"]`, or an array of it",
                            reference.name, next.name
                        ),
                    );
                    self.found.push((record, field));
                }
                None => {
                    self.ended.insert(inner, false);
                    way.push((inner, 0));
                }
            }
        }
    }

    /// Returns a field of a record by the indices of both.
    fn field(&self, record: usize, field: usize) -> Option<&Field<'_>> {
        match &self.schemas.definitions.get(record)?.kind {
            Kind::Record(fields) => fields.get(field),
            _ => None,
        }
    }
}
