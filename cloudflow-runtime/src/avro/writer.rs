//! Writing Avro's binary encoding: what the values of several types have in common.

/// Appends an `int` or a `long`: zigzag, seven bits per byte, least significant first.
pub fn write_long(value: i64, buffer: &mut Vec<u8>) {
    let mut rest = ((value << 1) ^ (value >> 63)).cast_unsigned();
    while rest > 0x7f {
        buffer.push(low_byte(rest) | 0x80);
        rest >>= 7;
    }
    buffer.push(low_byte(rest));
}

const fn low_byte(value: u64) -> u8 {
    value.to_le_bytes()[0]
}

/// Appends `bytes` or a `string`: the length, then the content.
pub fn write_bytes(bytes: &[u8], buffer: &mut Vec<u8>) {
    write_count(bytes.len(), buffer);
    buffer.extend_from_slice(bytes);
}

/// Appends a length, a count or an index.
pub(super) fn write_count(count: usize, buffer: &mut Vec<u8>) {
    // No slice is longer than `isize::MAX` bytes, so the second case does not arise.
    write_long(i64::try_from(count).unwrap_or(i64::MAX), buffer);
}
