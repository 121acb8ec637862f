//! Which parts of a writer's record or enum become which of a reader's.

use super::super::{Enumeration, Field, Record};
use crate::text::equal;

/// Returns the index of the writer's field that becomes the reader's field with this index: the one
/// of the same name, and otherwise the first one that an alias names and no other field of the reader
/// takes. Aliases rename what the writer has, so they make no second field of it.
///
/// The search starts at `hint`. Fields mostly stand in the same order, so with the index after the
/// one that was found before, the first comparison is mostly the only one.
pub const fn writer_field(
    writer: &Record<'_>,
    reader: &Record<'_>,
    index: usize,
    hint: usize,
) -> Option<usize> {
    let field = &reader.fields[index];
    if hint < writer.fields.len() && equal(writer.fields[hint].name, field.name) {
        return Some(hint);
    }
    let found = position(writer.fields, field.name, hint);
    if found.is_some() {
        return found;
    }
    let mut at = 0;
    while at < field.aliases.len() {
        if let Some(found) = position(writer.fields, field.aliases[at], hint)
            && !is_taken(writer, reader, index, found)
        {
            return Some(found);
        }
        at += 1;
    }
    None
}

/// Returns whether another field of the reader takes the writer's field `wanted`: one of its name, or
/// one before the field with the index `before` that has an alias for it.
const fn is_taken(writer: &Record<'_>, reader: &Record<'_>, before: usize, wanted: usize) -> bool {
    if position(reader.fields, writer.fields[wanted].name, 0).is_some() {
        return true;
    }
    let mut at = 0;
    while at < before {
        if !reader.fields[at].aliases.is_empty()
            && let Some(taken) = writer_field(writer, reader, at, at)
            && taken == wanted
        {
            return true;
        }
        at += 1;
    }
    false
}

/// Returns the index of the reader's symbol for a symbol of the writer: the same one, or the
/// reader's default.
pub const fn reader_symbol(reader: &Enumeration<'_>, symbol: &str) -> Option<usize> {
    let found = symbol_index(reader, symbol);
    match (found, reader.default) {
        (None, Some(default)) => symbol_index(reader, default),
        _ => found,
    }
}

const fn symbol_index(enumeration: &Enumeration<'_>, symbol: &str) -> Option<usize> {
    let mut at = 0;
    while at < enumeration.symbols.len() {
        if equal(enumeration.symbols[at], symbol) {
            return Some(at);
        }
        at += 1;
    }
    None
}

const fn position(fields: &[Field<'_>], name: &str, hint: usize) -> Option<usize> {
    let mut tried = 0;
    while tried < fields.len() {
        let at = (hint + tried) % fields.len();
        if equal(fields[at].name, name) {
            return Some(at);
        }
        tried += 1;
    }
    None
}
