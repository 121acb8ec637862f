//! What is written (`Parsed`), and what it means (`Checked`).

use proc_macro2::{Span, TokenStream};
use syn::{Expr, Field, Ident, LitInt, LitStr, Meta, Path, Type, Variant};

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
    pub(super) doc: Option<LitStr>,
    /// How many bytes the one value of the struct takes.
    pub(super) fixed: Option<FixedSize>,
    /// The setting, which is all that there is.
    pub(super) union: Option<Meta>,
    /// The whole schema, where types hold each other. Only generated code gives it.
    pub(super) schema: Option<Expr>,
    pub(super) without_serde: bool,
    pub(super) krate: Option<Path>,
}

pub(super) struct FixedSize {
    /// Nothing if it is no number, which is reported.
    pub(super) size: Option<LitInt>,
    pub(super) setting: Meta,
}

pub(super) enum Body<'a> {
    Record(Vec<ParsedField<'a>>),
    Enum(Vec<ParsedVariant<'a>>),
    Union(Vec<ParsedVariant<'a>>),
    /// A struct of one value without a name.
    Fixed(&'a Type),
    /// Neither a struct with named fields nor an enum; the error is reported.
    Other,
}

pub(super) struct ParsedField<'a> {
    pub(super) field: &'a Field,
    pub(super) ident: &'a Ident,
    pub(super) rename: Option<LitStr>,
    pub(super) default: Option<Expr>,
    /// There is no default, also not `null`.
    pub(super) required: Option<Meta>,
    pub(super) aliases: Vec<LitStr>,
    pub(super) doc: Option<LitStr>,
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
    /// The whole schema, if it is given.
    pub(super) schema: Option<&'a Expr>,
    pub(super) with_serde: bool,
    /// The path to what generated code may use.
    pub(super) private: TokenStream,
}

pub(super) enum Shape<'a> {
    Record(Vec<CheckedField<'a>>),
    Enum { symbols: Vec<Symbol<'a>>, default: Option<String> },
    Union(Vec<Branch<'a>>),
    Fixed(Fixed<'a>),
}

pub(super) struct Branch<'a> {
    pub(super) ident: &'a Ident,
    /// The type of the value; nothing for `null`.
    pub(super) ty: Option<&'a Type>,
}

pub(super) enum Fixed<'a> {
    /// An array of bytes with its length.
    Bytes(&'a Expr),
    /// A value of a logical type, and how many bytes it takes.
    Logical(&'a Type, LitInt),
}

pub(super) struct CheckedField<'a> {
    pub(super) ident: &'a Ident,
    pub(super) ty: &'a Type,
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) aliases: Vec<String>,
    pub(super) default: Option<Default>,
    /// Where it is written that there is no default, also not `null`.
    pub(super) required: Option<Span>,
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
