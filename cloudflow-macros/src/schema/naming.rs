//! Names in Rust: spelled as Rust spells them, no keywords, and no two alike.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span};

use super::resolve::Schemas;
use crate::record::Case;

/// The words that are no identifiers, also those that Rust keeps for later.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The words that are no identifiers with `r#` either.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// Names that are taken at one place: those of types, of the fields of a record, of variants.
#[derive(Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// Returns `name`, or the first of `name_2`, `name_3`, … that is free, and takes it.
    pub(super) fn take(&mut self, name: &str, separator: &str) -> String {
        let mut free = name.to_owned();
        let mut number = 2_usize;
        while !self.0.insert(free.clone()) {
            free = format!("{name}{separator}{number}");
            number += 1;
        }
        free
    }
}

/// Returns the identifier of a name that is spelled as in Rust.
pub(super) fn ident(name: &str) -> Ident {
    if NEVER_RAW.contains(&name) {
        Ident::new(&format!("{name}_"), Span::call_site())
    } else if KEYWORDS.contains(&name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}

/// Returns the name of a type or a variant.
pub(super) fn pascal(name: &str) -> String {
    let is_pascal = name.starts_with(|first: char| first.is_ascii_uppercase());
    let is_shouted = name.len() > 1 && !name.contains(|letter: char| letter.is_ascii_lowercase());
    let name = if is_pascal && !is_shouted && !name.contains('_') {
        name.to_owned()
    } else {
        Case::Pascal.apply(name)
    };
    with_letter(name, "_")
}

/// Returns the name of a field.
pub(super) fn snake(name: &str) -> String {
    let name = if name.contains(|letter: char| letter.is_ascii_uppercase()) {
        Case::Snake.apply(name)
    } else {
        name.to_owned()
    };
    if name.chars().all(|character| character == '_') {
        return "field".to_owned();
    }
    with_letter(name, "_")
}

/// Puts `before` in front of a name that is none in Rust otherwise.
fn with_letter(name: String, before: &str) -> String {
    if name.is_empty() {
        "Underscore".to_owned()
    } else if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("{before}{name}")
    } else {
        name
    }
}

/// Returns the Rust name of each definition, by its full name. Types that would be called the same
/// take as much of their namespaces as tells them apart.
pub(super) fn types(schemas: &Schemas<'_>, taken: &mut Taken) -> HashMap<String, String> {
    let mut by_simple_name: HashMap<String, usize> = HashMap::new();
    for definition in &schemas.definitions {
        *by_simple_name.entry(pascal(definition.simple_name())).or_default() += 1;
    }
    let mut names = HashMap::new();
    for definition in &schemas.definitions {
        let simple = pascal(definition.simple_name());
        let is_alone = by_simple_name.get(&simple).is_none_or(|count| *count < 2);
        let name = if is_alone {
            simple
        } else {
            let words = definition.namespace().split('.').filter(|word| !word.is_empty());
            words.map(pascal).chain([simple]).collect()
        };
        names.insert(definition.name.clone(), taken.take(&name, ""));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        for (name, in_pascal, in_snake) in [
            ("CallRecord", "CallRecord", "call_record"),
            ("call_record", "CallRecord", "call_record"),
            ("deviceID", "DeviceId", "device_id"),
            ("URL", "Url", "url"),
            ("HTTPServer", "HTTPServer", "httpserver"),
            ("_1", "_1", "_1"),
            ("_id", "Id", "_id"),
            ("__", "Underscore", "field"),
            ("x", "X", "x"),
        ] {
            assert_eq!(pascal(name), in_pascal);
            assert_eq!(snake(name), in_snake);
        }
    }

    #[test]
    fn keywords() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("self").to_string(), "self_");
        assert_eq!(ident("Self").to_string(), "Self_");
        assert_eq!(ident("kind").to_string(), "kind");
    }

    #[test]
    fn what_is_taken_gets_a_number() {
        let mut taken = Taken::default();
        assert_eq!(taken.take("a", "_"), "a");
        assert_eq!(taken.take("a", "_"), "a_2");
        assert_eq!(taken.take("a_2", "_"), "a_2_2");
    }
}
