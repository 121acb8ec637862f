//! Fields with schemas that no type of the standard library has: fixed, decimal and unions.

use cloudflow_model::Schema;
use cloudflow_model::schema::{Fixed, LogicalType};
use cloudflow_runtime::avro::{AvroType, DecodeError, Fault, Reader, write_bytes, write_long};
use serde::{Deserialize, Serialize};

/// A `fixed` of so many bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Id<const SIZE: usize>(pub Vec<u8>);

impl<const SIZE: usize> AvroType for Id<SIZE> {
    const SCHEMA: &'static Schema<'static> =
        &Schema::Fixed(&Fixed { name: "com.example.Id", aliases: &[], size: SIZE });

    fn encode(&self, buffer: &mut Vec<u8>) {
        buffer.extend(self.0.iter().copied().chain(std::iter::repeat(0)).take(SIZE));
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.take(SIZE).map(|bytes| Self(bytes.to_vec()))
    }
}

/// A `decimal` of eight digits, so many of them behind the point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Price<const SCALE: u32>(pub Vec<u8>);

impl<const SCALE: u32> AvroType for Price<SCALE> {
    const SCHEMA: &'static Schema<'static> =
        &Schema::Logical(LogicalType::Decimal { precision: 8, scale: SCALE }, &Schema::Bytes);

    fn encode(&self, buffer: &mut Vec<u8>) {
        write_bytes(&self.0, buffer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.bytes().map(|bytes| Self(bytes.to_vec()))
    }
}

/// A union of `long` and `boolean`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum NumberOrFlag {
    /// A `long`.
    Number(i64),
    /// A `boolean`.
    Flag(bool),
}

impl AvroType for NumberOrFlag {
    const SCHEMA: &'static Schema<'static> = &Schema::Union(&[&Schema::Long, &Schema::Boolean]);

    fn encode(&self, buffer: &mut Vec<u8>) {
        match self {
            Self::Number(number) => {
                write_long(0, buffer);
                number.encode(buffer);
            }
            Self::Flag(flag) => {
                write_long(1, buffer);
                flag.encode(buffer);
            }
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.index(2)? {
            0 => reader.long().map(Self::Number),
            1 => reader.boolean().map(Self::Flag),
            _ => Err(reader.fault(Fault::Unresolved)),
        }
    }
}
