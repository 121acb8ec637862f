//! What a pair of schemas in the table is, and short ways to write schemas.

use cloudflow_model::Schema;
use cloudflow_model::schema::{Enumeration, Field, Fixed, Json, LogicalType, Record};

/// A writer's and a reader's schema, with what three judges say about them.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) writer: &'static Schema<'static>,
    pub(super) reader: &'static Schema<'static>,
    /// Whether the specification lets the reader read every value of the writer.
    pub(super) reads: bool,
    /// What our rule says in const evaluation.
    pub(super) in_const: bool,
    /// Where the `apache-avro` crate (0.22) says otherwise: why it differs from the specification.
    pub(super) crate_differs: Option<&'static str>,
}

/// Declares cases: a name, the writer's schema `=>` the reader's, and `reads` or `fails`; after
/// `crate differs` stands why the reference has another verdict than the specification.
macro_rules! cases {
    (@verdict reads) => { true };
    (@verdict fails) => { false };
    (@differs) => { None };
    (@differs $why:literal) => { Some($why) };
    ($table:ident: $(
        $name:ident: $writer:expr => $reader:expr, $verdict:ident $(, crate differs: $why:literal)?;
    )*) => {
        pub(super) const $table: &[crate::resolution::case::Case] = &[$({
            const WRITER: cloudflow_model::Schema<'static> = $writer;
            const READER: cloudflow_model::Schema<'static> = $reader;
            crate::resolution::case::Case {
                name: stringify!($name),
                writer: &WRITER,
                reader: &READER,
                reads: cases!(@verdict $verdict),
                in_const: READER.why_not_read(&WRITER).is_none(),
                crate_differs: cases!(@differs $($why)?),
            }
        }),*];
    };
}
pub(super) use cases;

pub(super) const fn field(name: &'static str, schema: &'static Schema<'static>) -> Field<'static> {
    Field { name, doc: "", aliases: &[], schema, default: None }
}

pub(super) const fn optional(
    name: &'static str,
    schema: &'static Schema<'static>,
    default: Json<'static>,
) -> Field<'static> {
    Field { name, doc: "", aliases: &[], schema, default: Some(default) }
}

pub(super) const fn renamed(
    name: &'static str,
    aliases: &'static [&'static str],
    schema: &'static Schema<'static>,
) -> Field<'static> {
    Field { name, doc: "", aliases, schema, default: None }
}

pub(super) const fn record(
    name: &'static str,
    fields: &'static [Field<'static>],
) -> Record<'static> {
    Record { name, doc: "", aliases: &[], fields }
}

pub(super) const fn known_as(
    name: &'static str,
    aliases: &'static [&'static str],
    fields: &'static [Field<'static>],
) -> Record<'static> {
    Record { name, doc: "", aliases, fields }
}

pub(super) const fn symbols(
    name: &'static str,
    symbols: &'static [&'static str],
) -> Enumeration<'static> {
    Enumeration { name, doc: "", aliases: &[], symbols, default: None }
}

pub(super) const fn or_else(
    name: &'static str,
    symbols: &'static [&'static str],
    default: &'static str,
) -> Enumeration<'static> {
    Enumeration { name, doc: "", aliases: &[], symbols, default: Some(default) }
}

pub(super) const fn fixed(name: &'static str, size: usize) -> Fixed<'static> {
    Fixed { name, aliases: &[], size }
}

pub(super) const fn decimal(precision: u32, scale: u32) -> LogicalType {
    LogicalType::Decimal { precision, scale }
}
