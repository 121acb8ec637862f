//! Types that are made of others: options, lists, maps and boxes.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use cloudflow_model::Schema;

use super::resolution::Plan;
use super::writer::{write_bytes, write_count};
use super::{AvroElement, AvroType, DecodeError, Fault, Reader, write_long};

impl<T: AvroType> AvroType for Option<T> {
    const SCHEMA: &'static Schema<'static> = {
        assert!(
            !matches!(T::SCHEMA, Schema::Union(_)),
            "an `Option` of an `Option` has no Avro schema: a union cannot hold a union"
        );
        &Schema::Union(&[&Schema::Null, T::SCHEMA])
    };

    fn encode(&self, buffer: &mut Vec<u8>) {
        match self {
            None => write_long(0, buffer),
            Some(value) => {
                write_long(1, buffer);
                value.encode(buffer);
            }
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.index(2)? {
            0 => Ok(None),
            _ => T::decode(reader).map(Some),
        }
    }

    fn decode_changed(reader: &mut Reader<'_>, plan: Plan<'_>) -> Result<Self, DecodeError> {
        match plan.branch() {
            Some((0, _)) => Ok(None),
            Some((_, plan)) => T::decode_resolved(reader, plan).map(Some),
            None => Err(reader.fault(Fault::Unresolved)),
        }
    }
}

impl<T: AvroType> AvroType for Box<T> {
    const SCHEMA: &'static Schema<'static> = T::SCHEMA;

    fn encode(&self, buffer: &mut Vec<u8>) {
        T::encode(self, buffer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        T::decode(reader).map(Self::new)
    }

    fn decode_changed(reader: &mut Reader<'_>, plan: Plan<'_>) -> Result<Self, DecodeError> {
        T::decode_changed(reader, plan).map(Self::new)
    }
}

impl<T: AvroElement> AvroType for Vec<T> {
    const SCHEMA: &'static Schema<'static> = T::SCHEMA_OF_ALL;

    fn encode(&self, buffer: &mut Vec<u8>) {
        T::encode_all(self, buffer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        T::decode_all(reader)
    }

    fn decode_changed(reader: &mut Reader<'_>, plan: Plan<'_>) -> Result<Self, DecodeError> {
        T::decode_all_changed(reader, plan)
    }
}

impl<T: AvroType> AvroElement for T {
    const SCHEMA_OF_ALL: &'static Schema<'static> = &Schema::Array(T::SCHEMA);

    fn encode_all(items: &[Self], buffer: &mut Vec<u8>) {
        if !items.is_empty() {
            write_count(items.len(), buffer);
            for item in items {
                item.encode(buffer);
            }
        }
        write_count(0, buffer);
    }

    fn decode_all(reader: &mut Reader<'_>) -> Result<Vec<Self>, DecodeError> {
        decode_items(reader, T::decode)
    }

    fn decode_all_changed(
        reader: &mut Reader<'_>,
        plan: Plan<'_>,
    ) -> Result<Vec<Self>, DecodeError> {
        match plan.parts() {
            Some(items) => decode_items(reader, |reader| T::decode_resolved(reader, items)),
            None => Err(reader.fault(Fault::Unresolved)),
        }
    }
}

fn decode_items<T>(
    reader: &mut Reader<'_>,
    mut decode: impl FnMut(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    let mut items = Vec::new();
    loop {
        let count = reader.block()?;
        if count == 0 {
            return Ok(items);
        }
        items.reserve(reader.reserve::<T>(count));
        for _ in 0..count {
            let item = reader.item(&mut decode);
            items.push(item.map_err(|error| error.inside(format_args!("[{}]", items.len())))?);
        }
    }
}

impl<T: AvroType> AvroType for BTreeMap<String, T> {
    const SCHEMA: &'static Schema<'static> = &Schema::Map(T::SCHEMA);

    fn encode(&self, buffer: &mut Vec<u8>) {
        encode_map(self.len(), self, buffer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        decode_map(reader, T::decode)
    }

    fn decode_changed(reader: &mut Reader<'_>, plan: Plan<'_>) -> Result<Self, DecodeError> {
        let Some(values) = plan.parts() else {
            return Err(reader.fault(Fault::Unresolved));
        };
        decode_map(reader, |reader| T::decode_resolved(reader, values))
    }
}

impl<T: AvroType, S: BuildHasher + Default> AvroType for HashMap<String, T, S> {
    const SCHEMA: &'static Schema<'static> = &Schema::Map(T::SCHEMA);

    fn encode(&self, buffer: &mut Vec<u8>) {
        encode_map(self.len(), self, buffer);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        decode_map(reader, T::decode)
    }

    fn decode_changed(reader: &mut Reader<'_>, plan: Plan<'_>) -> Result<Self, DecodeError> {
        let Some(values) = plan.parts() else {
            return Err(reader.fault(Fault::Unresolved));
        };
        decode_map(reader, |reader| T::decode_resolved(reader, values))
    }
}

fn encode_map<'a, T: AvroType + 'a>(
    count: usize,
    entries: impl IntoIterator<Item = (&'a String, &'a T)>,
    buffer: &mut Vec<u8>,
) {
    if count > 0 {
        write_count(count, buffer);
        for (key, value) in entries {
            write_bytes(key.as_bytes(), buffer);
            value.encode(buffer);
        }
    }
    write_count(0, buffer);
}

fn decode_map<T, M: Default + Extend<(String, T)>>(
    reader: &mut Reader<'_>,
    mut decode: impl FnMut(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<M, DecodeError> {
    let mut map = M::default();
    loop {
        let count = reader.block()?;
        if count == 0 {
            return Ok(map);
        }
        // A key takes at least one byte, so the input bounds the loop.
        for _ in 0..count {
            let key = String::decode(reader)?;
            let value = decode(reader).map_err(|error| error.inside(format_args!("[{key:?}]")))?;
            map.extend([(key, value)]);
        }
    }
}
