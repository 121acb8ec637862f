//! Logical types: a meaning on top of a primitive type.

use cloudflow_model::Schema;
use cloudflow_model::schema::LogicalType;
use uuid::Uuid;

use super::{AvroType, DecodeError, Fault, Reader, Timestamp, write_bytes, write_long};

/// `uuid` on a `string`.
#[diagnostic::do_not_recommend]
impl AvroType for Uuid {
    const SCHEMA: &'static Schema<'static> = &Schema::Logical(LogicalType::Uuid, &Schema::String);

    fn encode(&self, buffer: &mut Vec<u8>) {
        let mut text = Self::encode_buffer();
        write_bytes(self.hyphenated().encode_lower(&mut text).as_bytes(), buffer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let text = reader.text()?;
        Self::try_parse(text)
            .map_err(|_| reader.fault(Fault::NoUuid(text.chars().take(40).collect())))
    }
}

/// `timestamp-millis` on a `long`.
#[diagnostic::do_not_recommend]
impl AvroType for Timestamp {
    const SCHEMA: &'static Schema<'static> =
        &Schema::Logical(LogicalType::TimestampMillis, &Schema::Long);

    fn encode(&self, buffer: &mut Vec<u8>) {
        write_long(self.as_millisecond(), buffer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.long().map(Self::from_millisecond)
    }
}
