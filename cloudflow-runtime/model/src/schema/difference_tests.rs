//! In what two schemas differ, and in which words.

use super::*;
use crate::Message;

const fn decimal(precision: u32, scale: u32) -> Schema<'static> {
    Schema::Logical(LogicalType::Decimal { precision, scale }, &Schema::Bytes)
}
const fn time(unit: LogicalType) -> Schema<'static> {
    Schema::Logical(unit, &Schema::Long)
}
const fn field<'a>(name: &'a str, schema: &'a Schema<'a>) -> Field<'a> {
    Field { name, doc: "", aliases: &[], schema, default: None }
}
const fn record<'a>(name: &'a str, fields: &'a [Field<'a>]) -> Record<'a> {
    Record { name, doc: "", aliases: &[], fields }
}
const fn symbols<'a>(symbols: &'a [&'a str]) -> Enumeration<'a> {
    Enumeration { name: "E", doc: "", aliases: &[], symbols, default: None }
}
const fn fixed(name: &str, size: usize) -> Fixed<'_> {
    Fixed { name, aliases: &[], size }
}

fn found(one: &Schema<'_>, other: &Schema<'_>) -> Option<String> {
    let sides = (Message::new("`a.out`"), Message::new("`b.out`"));
    let found = one.difference(other)?;
    Some(found.append_to(Message::new(""), sides.0, sides.1).to_string())
}

#[track_caller]
fn differ(one: &Schema<'_>, other: &Schema<'_>, words: &str) {
    let (one_record, other_record) = ([field("f", one)], [field("f", other)]);
    let (one_record, other_record) = (record("R", &one_record), record("R", &other_record));
    let (one, other) = (Schema::Record(&one_record), Schema::Record(&other_record));
    assert_eq!(found(&one, &other).as_deref(), Some(words));
    assert!(found(&other, &one).is_some());
    assert_eq!((found(&one, &one), found(&other, &other)), (None, None));
}

#[test]
fn what_a_fingerprint_does_not_know() {
    differ(
        &decimal(10, 2),
        &decimal(10, 4),
        "`f` is `decimal(10, 2)` at `a.out` and `decimal(10, 4)` at `b.out`",
    );
    differ(
        &Schema::Union(&[&Schema::Null, &time(LogicalType::TimestampMillis)]),
        &Schema::Union(&[&Schema::Null, &time(LogicalType::TimestampMicros)]),
        "`f` is `timestamp-millis` at `a.out` and `timestamp-micros` at `b.out`",
    );
    differ(
        &Schema::Array(&Schema::Int),
        &Schema::Array(&Schema::Logical(LogicalType::Date, &Schema::Int)),
        "`f[]` is `int` at `a.out` and `date` at `b.out`",
    );
}

#[test]
fn what_it_knows() {
    differ(
        &Schema::Map(&Schema::Int),
        &Schema::Map(&Schema::Long),
        "`f{}` is `int` at `a.out` and `long` at `b.out`",
    );
    differ(
        &Schema::Fixed(&fixed("F", 4)),
        &Schema::Fixed(&fixed("F", 8)),
        "`f` has 4 bytes at `a.out` and 8 at `b.out`",
    );
    differ(
        &Schema::Fixed(&fixed("F", 4)),
        &Schema::Fixed(&fixed("x.F", 4)),
        "`f` is `F` at `a.out` and `x.F` at `b.out`",
    );
    differ(
        &Schema::Fixed(&fixed("E", 4)),
        &Schema::Enum(&symbols(&["ON"])),
        "`f` is the fixed `E` at `a.out` and the enum `E` at `b.out`",
    );
    differ(
        &Schema::Enum(&symbols(&["ON"])),
        &Schema::Enum(&symbols(&["ON", "OFF"])),
        "`f` has the symbol `OFF` at `b.out` alone",
    );
    differ(
        &Schema::Enum(&symbols(&["OFF", "ON"])),
        &Schema::Enum(&symbols(&["ON", "OFF"])),
        "`f` has the symbol `OFF` at `a.out` where it has `ON` at `b.out`",
    );
    differ(
        &Schema::Union(&[&Schema::Null, &Schema::Int]),
        &Schema::Union(&[&Schema::Null]),
        "`f` has the branch `int` at `a.out` alone",
    );
    differ(
        &Schema::Record(&record("S", &[])),
        &Schema::Record(&record("S", &[field("x", &Schema::Int)])),
        "`f` has the field `x` at `b.out` alone",
    );
    differ(
        &Schema::Logical(LogicalType::Uuid, &Schema::String),
        &Schema::Logical(LogicalType::Uuid, &Schema::Fixed(&fixed("F", 16))),
        "`f` is `string` at `a.out` and `F` at `b.out`",
    );
}

#[test]
fn a_name_stands_for_its_definition() {
    const INNER: Record<'static> = record("R", &[field("next", &Schema::Reference("R"))]);
    const INLINE: Record<'static> = record("R", &[field("next", &Schema::Record(&INNER))]);
    assert_eq!(found(&Schema::Record(&INNER), &Schema::Record(&INLINE)), None);
    let money = Schema::Logical(
        LogicalType::Decimal { precision: 4, scale: 2 },
        &Schema::Fixed(&Fixed { name: "Money", aliases: &[], size: 8 }),
    );
    let one = [field("a", &money), field("b", &money)];
    let other = [field("a", &money), field("b", &Schema::Reference("Money"))];
    let (one, other) = (record("R", &one), record("R", &other));
    assert_eq!(found(&Schema::Record(&one), &Schema::Record(&other)), None);
}

#[test]
fn what_is_for_readers_is_no_difference() {
    let plain = [field("a", &Schema::Int)];
    let aliases = ["b"];
    let rich = [Field {
        doc: "A number.",
        aliases: &aliases,
        default: Some(Json::Integer(1)),
        ..field("a", &Schema::Int)
    }];
    let one = record("R", &plain);
    let other = Record { doc: "A record.", aliases: &aliases, ..record("R", &rich) };
    assert_eq!(found(&Schema::Record(&one), &Schema::Record(&other)), None);
}

/// As deep as it may be, in a const: rustc has stack frames enough.
const _: () = {
    macro_rules! nested {
        ($schema:expr;) => { $schema };
        ($schema:expr; $level:tt $($more:tt)*) => {
            nested!(
                &Schema::Record(&Record {
                    name: $level,
                    doc: "",
                    aliases: &[],
                    fields: &[Field {
                        name: "f",
                        doc: "",
                        aliases: &[],
                        schema: $schema,
                        default: None,
                    }],
                });
                $($more)*
            )
        };
    }
    const TWO: &Schema<'static> = &decimal(8, 2);
    const THREE: &Schema<'static> = &decimal(8, 3);
    const LEFT: &Schema<'static> = nested!(TWO; "a" "b" "c" "d" "e" "f" "g" "h" "i" "j" "k" "l" "m" "n" "o" "p" "q" "r" "s" "t" "u" "v" "w" "x" "y" "z" "A" "B" "C" "D" "E" "F" "G");
    const RIGHT: &Schema<'static> = nested!(THREE; "a" "b" "c" "d" "e" "f" "g" "h" "i" "j" "k" "l" "m" "n" "o" "p" "q" "r" "s" "t" "u" "v" "w" "x" "y" "z" "A" "B" "C" "D" "E" "F" "G");
    const PAIR: Record<'static> = record("Pair", &[field("one", LEFT), field("other", RIGHT)]);
    assert!(LEFT.difference(RIGHT).is_some());
    assert!(LEFT.difference(LEFT).is_none());
    assert!(Schema::Record(&PAIR).name_problem().is_some());
};
