//! The words for each broken rule, and what bounds the walk. The verdicts have a table of their
//! own, which the runtime's tests compare with the reference implementation.

use super::super::*;
use super::MOST_DEPTH;

const fn field<'a>(name: &'a str, schema: &'a Schema<'a>) -> Field<'a> {
    Field { name, doc: "", aliases: &[], schema, default: None }
}

const fn record<'a>(name: &'a str, fields: &'a [Field<'a>]) -> Record<'a> {
    Record { name, doc: "", aliases: &[], fields }
}

const fn enumeration(symbols: &'static [&'static str]) -> Enumeration<'static> {
    Enumeration { name: "State", doc: "", aliases: &[], symbols, default: None }
}

/// Returns the text for schemas that stand in the field `place` of a record in an array.
fn words(writer: &Schema<'_>, reader: &Schema<'_>) -> String {
    let (writer, reader) = ([field("place", writer)], [field("place", reader)]);
    let (writer, reader) = (record("Item", &writer), record("Item", &reader));
    let (writer, reader) = (Schema::Record(&writer), Schema::Record(&reader));
    let (writer, reader) = (Schema::Array(&writer), Schema::Array(&reader));
    let (writer, reader) = ([field("items", &writer)], [field("items", &reader)]);
    let (writer, reader) = (record("a.List", &writer), record("b.List", &reader));
    let (writer, reader) = (Schema::Record(&writer), Schema::Record(&reader));
    reader.why_not_read(&writer).map(|reason| reason.message().to_string()).unwrap_or_default()
}

const BYTES_4: Schema<'static> = Schema::Fixed(&Fixed { name: "Id", aliases: &[], size: 4 });
const BYTES_8: Schema<'static> = Schema::Fixed(&Fixed { name: "Id", aliases: &[], size: 8 });
const PLACE: Schema<'static> = Schema::Record(&record("a.Place", &[]));
const SITE: Schema<'static> = Schema::Record(&record("a.Site", &[]));
const SITE_OF_PLACE: Schema<'static> =
    Schema::Record(&record("a.Place", &[field("site", &Schema::Int)]));
const OLD: Schema<'static> = Schema::Enum(&enumeration(&["ON", "OFF"]));
const NEW: Schema<'static> = Schema::Enum(&enumeration(&["ON", "PAUSED"]));
const PRICE: Schema<'static> =
    Schema::Logical(LogicalType::Decimal { precision: 8, scale: 2 }, &Schema::Bytes);
const FINE_PRICE: Schema<'static> =
    Schema::Logical(LogicalType::Decimal { precision: 8, scale: 4 }, &Schema::Bytes);
const OPTION: Schema<'static> = Schema::Union(&[&Schema::Null, &Schema::String]);
const NUMBER: Schema<'static> = Schema::Union(&[&Schema::Int, &Schema::Double, &SITE_OF_PLACE]);
const TEXT: Schema<'static> = Schema::Union(&[&Schema::Boolean, &Schema::String, &PLACE]);

#[test]
fn the_words_name_the_place_the_rule_and_the_help() {
    for (writer, reader, expected) in [
        (Schema::Int, Schema::Long, ""),
        (
            Schema::Long,
            Schema::Int,
            "`items[].place` is `long` at the writer, which cannot be read as `int`\n\
             help: make `place` `long` at the reader as well",
        ),
        (
            OPTION,
            Schema::String,
            "`items[].place` may be `null` at the writer, which cannot be read as `string`\n\
             help: make `place` an `Option` at the reader as well",
        ),
        (
            PLACE,
            SITE,
            "`items[].place` is a `a.Place` at the writer and a `a.Site` at the reader\n\
             help: give `a.Site` the alias `a.Place`, or the same name as at the writer",
        ),
        (
            PLACE,
            SITE_OF_PLACE,
            "the reader needs `items[].place.site`, which `a.Place` at the writer does not have\n\
             help: give `site` a default or an alias at the reader, or add it at the writer",
        ),
        (
            BYTES_4,
            BYTES_8,
            "`items[].place` has 4 bytes at the writer and 8 at the reader\n\
             help: give the `fixed` the same size at both ends",
        ),
        (
            OLD,
            NEW,
            "`items[].place` may be `OFF` at the writer, which `State` at the reader does not have\n\
             help: add `OFF` to `State`, or mark one of its symbols as the default",
        ),
        (
            PRICE,
            FINE_PRICE,
            "`items[].place` is `decimal(8, 2)` at the writer and `decimal(8, 4)` at the reader\n\
             help: give `place` the same precision and scale at both ends",
        ),
        (
            Schema::Int,
            TEXT,
            "`items[].place` may be `int` at the writer, for which the union at the reader has no \
             branch\nhelp: add `int` to the union of `place`",
        ),
        (
            NUMBER,
            Schema::Double,
            "`items[].place<a.Place>` may be `a.Place` at the writer, which cannot be read as `double`\n\
             help: let `place` be `a.Place` at the reader too: make it a union",
        ),
        (
            Schema::Double,
            OPTION,
            "`items[].place` is `double` at the writer, which cannot be read as `string`\n\
             help: make `place` `double` at the reader as well",
        ),
        (
            PLACE,
            NUMBER,
            "the reader needs `items[].place<a.Place>.site`, which `a.Place` at the writer does not \
             have\nhelp: give `site` a default or an alias at the reader, or add it at the writer",
        ),
        (
            Schema::Reference("Nothing"),
            Schema::Int,
            "`items[].place` refers to `Nothing`, which its schema does not define\n\
             help: define `Nothing`, or correct the name",
        ),
    ] {
        assert_eq!(words(&writer, &reader), expected);
    }
}

#[test]
fn recursion_ends() {
    const fn tree(value: &'static [Field<'static>]) -> Record<'static> {
        record("Tree", value)
    }
    const CHILDREN: Field<'static> = field("children", &Schema::Array(&Schema::Reference("Tree")));
    const INT: Schema<'static> = Schema::Record(&tree(&[CHILDREN, field("value", &Schema::Int)]));
    const LONG: Schema<'static> = Schema::Record(&tree(&[CHILDREN, field("value", &Schema::Long)]));
    // The definition may be written out once more on one side.
    const UNROLLED: Schema<'static> = Schema::Record(&tree(&[
        field("children", &Schema::Array(&Schema::Record(&tree(&[CHILDREN])))),
        field("value", &Schema::Long),
    ]));
    const VERDICTS: [bool; 2] =
        [LONG.why_not_read(&INT).is_none(), INT.why_not_read(&LONG).is_none()];
    assert_eq!(VERDICTS, [true, false]);
    assert!(UNROLLED.why_not_read(&INT).is_none());
}

#[test]
fn what_is_too_deep_is_said_so() {
    let mut left = Schema::Int;
    let mut right = Schema::Long;
    for _ in 0..MOST_DEPTH - 1 {
        left = Schema::Array(Box::leak(Box::new(left)));
        right = Schema::Array(Box::leak(Box::new(right)));
    }
    assert!(right.why_not_read(&left).is_none());
    let (left, right) = (Schema::Map(&left), Schema::Map(&right));
    let reason = right.why_not_read(&left).expect("a reason").message().to_string();
    assert!(reason.starts_with("`…[][]"), "{reason}");
    assert!(reason.contains("is nested too deeply to be compared\nhelp: "), "{reason}");
}

/// As deep as it may be, in a const: rustc has stack frames enough.
const _: () = {
    macro_rules! nested {
        ($schema:expr;) => { $schema };
        ($schema:expr; $level:tt $($more:tt)*) => { nested!(&Schema::Array($schema); $($more)*) };
    }
    const LEFT: &Schema<'static> = nested!(&Schema::Int; 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8);
    const RIGHT: &Schema<'static> = nested!(&Schema::Long; 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8);
    assert!(RIGHT.why_not_read(LEFT).is_none());
};
