//! Decimals of one precision and scale, between bytes and fixed of several sizes.

use cloudflow_model::Schema;
use cloudflow_runtime::avro::Program;

use super::case::{decimal, fixed};

const BYTES: Schema<'static> = Schema::Logical(decimal(4, 2), &Schema::Bytes);
const TWO: Schema<'static> = Schema::Logical(decimal(4, 2), &Schema::Fixed(&fixed("Two", 2)));
const FOUR: Schema<'static> = Schema::Logical(decimal(4, 2), &Schema::Fixed(&fixed("Four", 4)));

/// Returns the reader's bytes, or nothing when the value does not fit.
fn rewrite(writer: &Schema<'_>, reader: &Schema<'_>, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rewritten = Vec::new();
    Program::new(writer, reader).unwrap().rewrite(bytes, &mut rewritten).ok()?;
    Some(rewritten)
}

#[test]
fn the_number_stays_and_the_sign_fills_up() {
    for (writer, reader, bytes, expected) in [
        (BYTES, TWO, &[2, 0x7f][..], &[0, 0x7f][..]),
        (BYTES, TWO, &[2, 0x80], &[0xff, 0x80]),
        (BYTES, TWO, &[0], &[0, 0]),
        (BYTES, TWO, &[6, 0xff, 0xff, 0x80], &[0xff, 0x80]),
        (BYTES, TWO, &[6, 0, 0x7f, 1], &[0x7f, 1]),
        (TWO, FOUR, &[0xfe, 1], &[0xff, 0xff, 0xfe, 1]),
        (FOUR, TWO, &[0, 0, 0x12, 0x34], &[0x12, 0x34]),
        (TWO, BYTES, &[0x12, 0x34], &[4, 0x12, 0x34]),
        (BYTES, BYTES, &[4, 0x12, 0x34], &[4, 0x12, 0x34]),
    ] {
        assert_eq!(rewrite(&writer, &reader, bytes).as_deref(), Some(expected), "{bytes:?}");
    }
}

#[test]
fn what_does_not_fit_is_an_error() {
    for bytes in [&[6, 0, 0x80, 1][..], &[6, 0xff, 0x7f, 1], &[6, 1, 0, 0], &[6, 1]] {
        assert_eq!(rewrite(&BYTES, &TWO, bytes), None, "{bytes:?}");
    }
}
