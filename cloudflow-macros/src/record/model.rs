//! What is written (`Parsed`), and what it means (`Checked`).

use proc_macro2::{Span, TokenStream};
use syn::{Expr, Field, Ident, LitStr, Path, Type, Variant};

/// The type with its attributes taken apart, before anyone asked whether they make sense.
pub(super) struct Parsed<'a> {
    pub(super) settings: TypeSettings,
    pub(super) body: Body<'a>,
}

#[derive(Default)]
pub(super) struct TypeSettings {
    pub(super) namespace: Option<LitStr>,
    pub(super) name: Option<LitStr>,
    pub(super) rename_all: Option<LitStr>,
    pub(super) aliases: Vec<LitStr>,
    pub(super) without_serde: bool,
    pub(super) krate: Option<Path>,
}

pub(super) enum Body<'a> {
    Record(Vec<ParsedField<'a>>),
    Enum(Vec<ParsedVariant<'a>>),
    /// Neither a struct with named fields nor an enum; the error is reported.
    Other,
}

pub(super) struct ParsedField<'a> {
    pub(super) field: &'a Field,
    pub(super) ident: &'a Ident,
    pub(super) rename: Option<LitStr>,
    pub(super) default: Option<Expr>,
    pub(super) aliases: Vec<LitStr>,
}

pub(super) struct ParsedVariant<'a> {
    pub(super) variant: &'a Variant,
    pub(super) rename: Option<LitStr>,
    pub(super) is_default: bool,
}

/// Everything that the generated code says, checked.
pub(super) struct Checked<'a> {
    pub(super) ident: &'a Ident,
    /// The full Avro name.
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) aliases: Vec<String>,
    pub(super) shape: Shape<'a>,
    pub(super) with_serde: bool,
    /// The path to what generated code may use.
    pub(super) private: TokenStream,
}

pub(super) enum Shape<'a> {
    Record(Vec<CheckedField<'a>>),
    Enum { symbols: Vec<Symbol<'a>>, default: Option<String> },
}

pub(super) struct CheckedField<'a> {
    pub(super) ident: &'a Ident,
    pub(super) ty: &'a Type,
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) aliases: Vec<String>,
    pub(super) default: Option<Default>,
}

pub(super) struct Default {
    pub(super) value: serde_json::Value,
    /// Where it is written: rustc reports there that it is no value of the field's type.
    pub(super) span: Span,
}

pub(super) struct Symbol<'a> {
    pub(super) ident: &'a Ident,
    pub(super) name: String,
}
