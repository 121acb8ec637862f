//! The primitive types of Avro.

use bytes::Bytes;
use cloudflow_model::Schema;
use cloudflow_model::schema::resolution::Promotion;

use super::resolution::Plan;
use super::writer::write_bytes;
use super::{AvroElement, AvroType, DecodeError, Reader, write_long};

#[diagnostic::do_not_recommend]
impl AvroType for bool {
    const SCHEMA: &'static Schema<'static> = &Schema::Boolean;

    fn encode(&self, buffer: &mut Vec<u8>) {
        buffer.push(u8::from(*self));
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.boolean()
    }
}

#[diagnostic::do_not_recommend]
impl AvroType for i32 {
    const SCHEMA: &'static Schema<'static> = &Schema::Int;

    fn encode(&self, buffer: &mut Vec<u8>) {
        write_long(i64::from(*self), buffer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.int()
    }
}

#[diagnostic::do_not_recommend]
impl AvroType for i64 {
    const SCHEMA: &'static Schema<'static> = &Schema::Long;

    fn encode(&self, buffer: &mut Vec<u8>) {
        write_long(*self, buffer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.long()
    }
}

#[diagnostic::do_not_recommend]
impl AvroType for f32 {
    const SCHEMA: &'static Schema<'static> = &Schema::Float;

    fn encode(&self, buffer: &mut Vec<u8>) {
        buffer.extend_from_slice(&self.to_le_bytes());
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.float()
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a long that becomes a float loses digits, by the specification"
    )]
    fn decode_changed(reader: &mut Reader<'_>, _plan: Plan<'_>) -> Result<Self, DecodeError> {
        reader.long().map(|number| number as Self)
    }
}

#[diagnostic::do_not_recommend]
impl AvroType for f64 {
    const SCHEMA: &'static Schema<'static> = &Schema::Double;

    fn encode(&self, buffer: &mut Vec<u8>) {
        buffer.extend_from_slice(&self.to_le_bytes());
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.double()
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a long that becomes a double loses digits, by the specification"
    )]
    fn decode_changed(reader: &mut Reader<'_>, plan: Plan<'_>) -> Result<Self, DecodeError> {
        match plan.promotion() {
            Some(Promotion::FloatToDouble) => reader.float().map(Self::from),
            _ => reader.long().map(|number| number as Self),
        }
    }
}

#[diagnostic::do_not_recommend]
impl AvroType for String {
    const SCHEMA: &'static Schema<'static> = &Schema::String;

    fn encode(&self, buffer: &mut Vec<u8>) {
        write_bytes(self.as_bytes(), buffer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.text().map(Self::from)
    }
}

#[diagnostic::do_not_recommend]
impl AvroType for Bytes {
    const SCHEMA: &'static Schema<'static> = &Schema::Bytes;

    fn encode(&self, buffer: &mut Vec<u8>) {
        write_bytes(self, buffer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.bytes().map(Self::copy_from_slice)
    }
}

/// `Vec<u8>` is `bytes`.
#[diagnostic::do_not_recommend]
impl AvroElement for u8 {
    const SCHEMA_OF_ALL: &'static Schema<'static> = &Schema::Bytes;

    fn encode_all(items: &[Self], buffer: &mut Vec<u8>) {
        write_bytes(items, buffer);
    }

    fn decode_all(reader: &mut Reader<'_>) -> Result<Vec<Self>, DecodeError> {
        reader.bytes().map(<[u8]>::to_vec)
    }

    fn decode_all_changed(
        reader: &mut Reader<'_>,
        plan: Plan<'_>,
    ) -> Result<Vec<Self>, DecodeError> {
        plan.decode_rewritten(reader)
    }
}
