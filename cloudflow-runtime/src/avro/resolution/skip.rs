//! Passing over a value that the reader does not want.

use cloudflow_model::Schema;

use crate::avro::{DecodeError, Fault, Reader};

/// Reads a value of `schema` and drops it; references are looked up in `whole`.
pub(super) fn skip(
    reader: &mut Reader<'_>,
    schema: &Schema<'_>,
    whole: &Schema<'_>,
) -> Result<(), DecodeError> {
    match schema {
        Schema::Null => Ok(()),
        Schema::Boolean => reader.boolean().map(drop),
        Schema::Int | Schema::Long => reader.long().map(drop),
        Schema::Float => reader.take(4).map(drop),
        Schema::Double => reader.take(8).map(drop),
        Schema::Bytes | Schema::String => reader.bytes().map(drop),
        Schema::Fixed(fixed) => reader.take(fixed.size).map(drop),
        Schema::Enum(enumeration) => reader.index(enumeration.symbols.len()).map(drop),
        Schema::Logical(_, underlying) => skip(reader, underlying, whole),
        Schema::Union(branches) => {
            let index = reader.index(branches.len())?;
            match branches.get(index) {
                Some(branch) => skip(reader, branch, whole),
                None => Err(reader.fault(Fault::Unresolved)),
            }
        }
        Schema::Array(items) => skip_blocks(reader, |reader| skip(reader, items, whole)),
        Schema::Map(values) => skip_blocks(reader, |reader| {
            reader.bytes()?;
            skip(reader, values, whole)
        }),
        Schema::Record(record) => reader.record(|reader| {
            record.fields.iter().try_for_each(|field| skip(reader, field.schema, whole))
        }),
        Schema::Reference(name) => match whole.definition(name) {
            Some(definition) => skip(reader, &definition, whole),
            None => Err(reader.fault(Fault::Reference)),
        },
        _ => Err(reader.fault(Fault::Unresolved)),
    }
}

fn skip_blocks(
    reader: &mut Reader<'_>,
    mut skip_item: impl FnMut(&mut Reader<'_>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    loop {
        let count = reader.block()?;
        if count == 0 {
            return Ok(());
        }
        // Each item takes a byte of the input, or one of the items without content that are counted.
        for _ in 0..count {
            reader.item(&mut skip_item)?;
        }
    }
}
