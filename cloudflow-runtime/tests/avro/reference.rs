//! Our bytes are those of the reference, and each side reads what the other wrote.

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use apache_avro::{GenericSingleObjectReader, GenericSingleObjectWriter, Schema};
use cloudflow_runtime::avro::{
    HEADER_LENGTH, decode_datum, decode_single_object, encode_single_object,
};
use proptest::prelude::*;

use crate::records::{Sample, has_one_order};

/// Returns the reference's schema, parsed from the JSON that we emit.
pub(crate) fn reference_schema<T: Sample>() -> Schema {
    let json = serde_json::to_string(T::SCHEMA).unwrap();
    Schema::parse_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// Returns the body that the reference writes for `value`.
pub(crate) fn write(schema: &Schema, value: Value) -> Vec<u8> {
    GenericDatumWriter::builder(schema).build().unwrap().write_value_to_vec(value).unwrap()
}

/// Returns the value that the reference finds in a body.
pub(crate) fn read(schema: &Schema, mut bytes: &[u8]) -> Value {
    GenericDatumReader::builder(schema).build().unwrap().read_value(&mut bytes).unwrap()
}

fn agrees<T: Sample>(schema: &Schema, ours: &T) -> Result<(), TestCaseError> {
    let theirs = ours.value();
    let mut our_bytes = Vec::new();
    ours.encode(&mut our_bytes);
    let their_bytes = write(schema, theirs.clone());
    if has_one_order(&theirs) {
        prop_assert_eq!(&our_bytes, &their_bytes);
    } else {
        prop_assert_eq!(our_bytes.len(), their_bytes.len());
    }
    prop_assert_eq!(&read(schema, &our_bytes), &theirs);
    prop_assert_eq!(&decode_datum::<T>(&their_bytes).unwrap(), ours);
    prop_assert_eq!(&decode_datum::<T>(&our_bytes).unwrap(), ours);
    Ok(())
}

fn agrees_on_messages<T: Sample>(schema: &Schema, ours: &T) -> Result<(), TestCaseError> {
    let mut writer = GenericSingleObjectWriter::new_with_capacity(schema, 64).unwrap();
    let mut their_message = Vec::new();
    writer.write_value(ours.value(), &mut their_message).unwrap();
    let mut our_message = Vec::new();
    encode_single_object(ours, &mut our_message);
    prop_assert_eq!(&decode_single_object::<T>(&their_message).unwrap(), ours);
    // The reference has another fingerprint when there are logical types; see `schema.rs`.
    let header = our_message[..HEADER_LENGTH].to_vec();
    let builder = GenericSingleObjectReader::builder().schema(schema.clone());
    let reader = builder.header(header).build().unwrap();
    prop_assert_eq!(reader.read_value(&mut our_message.as_slice()).unwrap(), ours.value());
    Ok(())
}

fn check<T: Sample>() {
    let schema = reference_schema::<T>();
    proptest!(|(record in T::any())| {
        agrees(&schema, &record)?;
        agrees_on_messages(&schema, &record)?;
    });
}

for_each_sample!(check);

#[test]
fn every_bit_of_a_float_survives() {
    proptest!(|(single: u32, double: u64)| {
        let mut bytes = Vec::new();
        bytes.extend(single.to_le_bytes());
        prop_assert_eq!(decode_datum::<f32>(&bytes).unwrap().to_bits(), single);
        let bytes = double.to_le_bytes();
        prop_assert_eq!(decode_datum::<f64>(&bytes).unwrap().to_bits(), double);
    });
}
