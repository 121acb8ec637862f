//! Messages: Avro single-object encoding (specification 1.12, "Single-object encoding").

use super::{AvroRecord, AvroType, DecodeError, Reader};

const MARKER: [u8; 2] = [0xc3, 0x01];

/// How many bytes come before the body of a message: two of a marker and eight of a fingerprint.
pub const HEADER_LENGTH: usize = 10;

/// Appends `record` as a message: C3 01, the CRC-64-AVRO fingerprint of its schema (little endian),
/// and its binary encoding.
pub fn encode_single_object<T: AvroRecord>(record: &T, buffer: &mut Vec<u8>) {
    buffer.extend_from_slice(&MARKER);
    buffer.extend_from_slice(&const { T::SCHEMA.fingerprint().to_le_bytes() });
    record.encode(buffer);
}

/// Reads a message that [`encode_single_object`] or any other Avro library wrote.
///
/// # Errors
///
/// [`DecodeError::UnknownWriter`] when it was written with another schema; the other variants when
/// it is no message, or its body is not a `T` from the first byte to the last.
pub fn decode_single_object<T: AvroRecord>(message: &[u8]) -> Result<T, DecodeError> {
    let record = T::SCHEMA.name();
    let expected = const { T::SCHEMA.fingerprint() };
    let found = fingerprint(record, message)?;
    if found != expected && found != const { T::SCHEMA.fingerprint_of_apache_avro_crate() } {
        return Err(DecodeError::UnknownWriter { record, found, expected });
    }
    let mut reader = Reader::new(message);
    reader.take(HEADER_LENGTH)?;
    finish(reader, T::decode)
}

/// Reads the header of a message for a `record`: the fingerprint of the schema that wrote it.
pub(super) fn fingerprint(record: &'static str, message: &[u8]) -> Result<u64, DecodeError> {
    let Some((&[first, second, ref fingerprint @ ..], _)) =
        message.split_first_chunk::<HEADER_LENGTH>()
    else {
        return Err(DecodeError::TooShort { record, length: message.len() });
    };
    if [first, second] != MARKER {
        return Err(DecodeError::WrongMarker { record, found: [first, second] });
    }
    Ok(u64::from_le_bytes(*fingerprint))
}

/// Reads a value that fills `bytes`, without any header.
///
/// # Errors
///
/// When the bytes are not a `T` from the first to the last.
pub fn decode_datum<T: AvroType>(bytes: &[u8]) -> Result<T, DecodeError> {
    finish(Reader::new(bytes), T::decode)
}

/// Reads a value that fills the rest of the message.
pub(super) fn finish<T: AvroType>(
    mut reader: Reader<'_>,
    decode: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    let record = T::SCHEMA.name();
    let value = decode(&mut reader).map_err(|error| error.of(record))?;
    match reader.remaining() {
        0 => Ok(value),
        count => Err(DecodeError::TrailingBytes { record, count }),
    }
}
