//! How a record refers to itself in its own schema.

use std::convert::Infallible;
use std::marker::PhantomData;

use cloudflow_model::Schema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{AvroType, DecodeError, Fault, Reader};

/// A type with a name in its schema.
pub trait Named {
    /// The full name.
    const NAME: &'static str;
}

/// Stands for `T` inside the schema of `T`, which would otherwise be defined by itself. The derive
/// writes it in types only; there is no value of it.
#[derive(Debug)]
pub struct Reference<T>(Infallible, PhantomData<T>);

#[diagnostic::do_not_recommend]
impl<T: Named> AvroType for Reference<T> {
    const SCHEMA: &'static Schema<'static> = &Schema::Reference(T::NAME);

    fn encode(&self, _buffer: &mut Vec<u8>) {
        match self.0 {}
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Err(reader.fault(Fault::Reference))
    }
}

impl<T> Serialize for Reference<T> {
    fn serialize<S: Serializer>(&self, _serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {}
    }
}

impl<'de, T> Deserialize<'de> for Reference<T> {
    fn deserialize<D: Deserializer<'de>>(_deserializer: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom(Fault::Reference))
    }
}
