//! Avro's `fixed`: what the derive needs for a struct of one array of bytes, or of one value that is
//! stored in so many bytes.

use std::fmt;

use cloudflow_model::schema::{Fixed, LogicalType};
use cloudflow_model::{Message, Schema};
use serde::de::{DeserializeOwned, Deserializer, Error, SeqAccess, Visitor};
use serde::{Serialize, Serializer};
use uuid::Uuid;

use super::{DecodeError, Fault, Reader};

/// A value of a logical type that can be stored in a fixed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored in a fixed number of bytes",
    label = "not for a fixed",
    note = "use `Decimal<PRECISION, SCALE>`, `Uuid` or `CalendarDuration`, or `[u8; SIZE]` for bytes"
)]
pub trait FixedValue: Serialize + DeserializeOwned {
    /// The logical type on the fixed.
    const LOGICAL: LogicalType;

    /// Appends exactly `size` bytes.
    fn write_fixed(&self, size: usize, buffer: &mut Vec<u8>);

    /// Reads the value from all of the bytes.
    fn read_fixed(bytes: &[u8]) -> Result<Self, Fault>;

    /// Reads a value that takes `size` bytes. It is a method of this trait, and not a function with
    /// a bound, because the compiler then reports a value of a wrong type once.
    #[doc(hidden)]
    fn decode_fixed(size: usize, reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let bytes = reader.take(size)?;
        Self::read_fixed(bytes).map_err(|fault| reader.fault(fault))
    }
}

#[diagnostic::do_not_recommend]
impl FixedValue for Uuid {
    const LOGICAL: LogicalType = LogicalType::Uuid;

    fn write_fixed(&self, _size: usize, buffer: &mut Vec<u8>) {
        buffer.extend_from_slice(self.as_bytes());
    }

    fn read_fixed(bytes: &[u8]) -> Result<Self, Fault> {
        Self::from_slice(bytes).map_err(|error| Fault::NoUuid(error.to_string()))
    }
}

/// Returns what is wrong with a size, which is none that the logical type has.
pub const fn fixed_problem(logical: LogicalType, fixed: &Fixed<'_>) -> Option<Message> {
    if logical.is_allowed_on(&Schema::Fixed(fixed)) {
        return None;
    }
    let message = Message::new("").quoted(logical.name()).text(" does not fit into ");
    let message = message.number(fixed.size as u64).text(" bytes").help();
    Some(match logical {
        LogicalType::Uuid => message.text("write `fixed = 16`"),
        LogicalType::Duration => message.text("write `fixed = 12`"),
        _ => message.text("write a larger size; 16 bytes hold 38 digits"),
    })
}

/// Reads an array of bytes.
pub fn decode_bytes<const SIZE: usize>(reader: &mut Reader<'_>) -> Result<[u8; SIZE], DecodeError> {
    let mut bytes = [0; SIZE];
    bytes.copy_from_slice(reader.take(SIZE)?);
    Ok(bytes)
}

/// Writes an array of bytes for serde, as `Bytes` does.
pub fn write_array<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// Reads an array of bytes from serde.
pub fn read_array<'de, const SIZE: usize, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<[u8; SIZE], D::Error> {
    deserializer.deserialize_bytes(Array)
}

struct Array<const SIZE: usize>;

impl<'de, const SIZE: usize> Visitor<'de> for Array<SIZE> {
    type Value = [u8; SIZE];

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{SIZE} bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        bytes.try_into().map_err(|_| E::invalid_length(bytes.len(), &self))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut bytes = [0; SIZE];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = items.next_element()?.ok_or_else(|| A::Error::invalid_length(index, &self))?;
        }
        match items.next_element::<u8>()? {
            Some(_) => Err(A::Error::invalid_length(SIZE + 1, &self)),
            None => Ok(bytes),
        }
    }
}
