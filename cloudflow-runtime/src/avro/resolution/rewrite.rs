//! From the writer's bytes to the reader's, for readers that know nothing of plans.

use cloudflow_model::schema::resolution::Promotion;

use super::plan::Plan;
use super::program::{Node, Program, Source};
use super::skip::skip;
use crate::avro::writer::write_count;
use crate::avro::{DecodeError, Fault, Reader, write_bytes};

impl Program<'_> {
    /// Turns a value in the writer's encoding, without a header, into the reader's encoding, and
    /// appends that to `buffer`.
    ///
    /// # Errors
    ///
    /// When the bytes are not a value of the writer's schema from the first to the last.
    pub fn rewrite(&self, bytes: &[u8], buffer: &mut Vec<u8>) -> Result<(), DecodeError> {
        let mut reader = Reader::new(bytes);
        rewrite(Plan::new(self), &mut reader, buffer)?;
        match reader.remaining() {
            0 => Ok(()),
            count => Err(DecodeError::TrailingBytes { record: "value", count }),
        }
    }
}

/// Reads a value of the writer and appends it as one of the reader.
pub(super) fn rewrite(
    plan: Plan<'_>,
    reader: &mut Reader<'_>,
    buffer: &mut Vec<u8>,
) -> Result<(), DecodeError> {
    match plan.node {
        Node::Same(schema) => {
            copy(reader, buffer, |reader| skip(reader, schema, plan.program.writer))
        }
        Node::Promote(promotion) => promote(*promotion, reader, buffer),
        Node::Decimal { writer, reader: size } => decimal(*writer, *size, reader, buffer),
        Node::FromUnion(branches) => {
            let index = reader.index(branches.len())?;
            match branches.get(index) {
                Some(node) => rewrite(plan.at(*node), reader, buffer),
                None => Err(reader.fault(Fault::Unresolved)),
            }
        }
        Node::IntoUnion(branch, node) => {
            write_count(*branch, buffer);
            rewrite(plan.at(*node), reader, buffer)
        }
        Node::Enum(_) => {
            write_count(plan.symbol(reader)?, buffer);
            Ok(())
        }
        Node::Array(node) => {
            blocks(reader, buffer, |reader, buffer| rewrite(plan.at(*node), reader, buffer))
        }
        Node::Map(node) => blocks(reader, buffer, |reader, buffer| {
            write_bytes(reader.bytes()?, buffer);
            rewrite(plan.at(*node), reader, buffer)
        }),
        Node::Record(_) => record(plan, reader, buffer),
    }
}

fn record(
    plan: Plan<'_>,
    reader: &mut Reader<'_>,
    buffer: &mut Vec<u8>,
) -> Result<(), DecodeError> {
    let Node::Record(record) = plan.node else { return Ok(()) };
    plan.record(reader, |fields| {
        for source in &record.sources {
            match source {
                Source::Default(bytes) => {
                    fields.value(|_| Ok(()), |_, _| Ok(()))?;
                    buffer.extend_from_slice(bytes);
                }
                Source::Writer(field, _) => {
                    let schema = record.writer.fields.get(*field).map(|field| field.schema);
                    let whole = plan.program.writer;
                    // Two closures need the buffer, of which one is called.
                    let mut own = Vec::new();
                    fields.value(
                        |reader| match schema {
                            Some(schema) => {
                                copy(reader, &mut own, |reader| skip(reader, schema, whole))
                            }
                            None => Err(reader.fault(Fault::Unresolved)),
                        },
                        |reader, plan| rewrite(plan, reader, buffer),
                    )?;
                    buffer.extend_from_slice(&own);
                }
            }
        }
        Ok(())
    })
}

/// Copies the bytes that `pass` passes over.
fn copy(
    reader: &mut Reader<'_>,
    buffer: &mut Vec<u8>,
    pass: impl FnOnce(&mut Reader<'_>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    let start = reader.position();
    pass(reader)?;
    buffer.extend_from_slice(reader.since(start));
    Ok(())
}

fn blocks(
    reader: &mut Reader<'_>,
    buffer: &mut Vec<u8>,
    mut item: impl FnMut(&mut Reader<'_>, &mut Vec<u8>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    loop {
        let count = reader.block()?;
        write_count(count, buffer);
        if count == 0 {
            return Ok(());
        }
        for _ in 0..count {
            reader.item(|reader| item(reader, buffer))?;
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a long that becomes a float loses digits, by the specification"
)]
fn promote(
    promotion: Promotion,
    reader: &mut Reader<'_>,
    buffer: &mut Vec<u8>,
) -> Result<(), DecodeError> {
    match promotion {
        Promotion::LongToFloat => buffer.extend((reader.long()? as f32).to_le_bytes()),
        Promotion::LongToDouble => buffer.extend((reader.long()? as f64).to_le_bytes()),
        Promotion::FloatToDouble => buffer.extend(f64::from(reader.float()?).to_le_bytes()),
    }
    Ok(())
}

/// Turns the unscaled value of a decimal, a number in two's complement, into one of another length.
fn decimal(
    from: Option<usize>,
    to: Option<usize>,
    reader: &mut Reader<'_>,
    buffer: &mut Vec<u8>,
) -> Result<(), DecodeError> {
    let bytes = match from {
        Some(size) => reader.take(size)?,
        None => reader.bytes()?,
    };
    let Some(size) = to else {
        write_bytes(bytes, buffer);
        return Ok(());
    };
    let sign = match bytes.first() {
        Some(first) if *first >= 0x80 => 0xff,
        _ => 0,
    };
    let digits = bytes.len().saturating_sub(size);
    let (surplus, kept) = bytes.split_at(digits);
    let keeps_sign = kept.first().is_none_or(|first| (*first >= 0x80) == (sign == 0xff));
    if surplus.iter().any(|byte| *byte != sign) || (!surplus.is_empty() && !keeps_sign) {
        return Err(reader.fault(Fault::DecimalTooLong { length: bytes.len(), size }));
    }
    buffer.extend(std::iter::repeat_n(sign, size - kept.len()));
    buffer.extend_from_slice(kept);
    Ok(())
}
