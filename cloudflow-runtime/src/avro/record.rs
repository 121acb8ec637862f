//! The traits: what a field may be, and what may travel over a connection.

use cloudflow_model::Schema;
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _, MapAccess};
use serde::ser::SerializeStruct;

use super::json::Fields;
use super::resolution::{Plan, ResolvedFields};
use super::{DecodeError, Reader};

/// A type that a field of a record may have: its schema, and its bytes.
///
/// Implemented for `bool`, `i32`, `i64`, `f32`, `f64`, `String`, `Bytes` and `Vec<u8>` (both Avro
/// `bytes`), `()` (Avro `null`), `Uuid`, [`Timestamp`](super::Timestamp), [`Date`](super::Date) and the
/// other logical types of [`avro`](super), `Option<T>`, [`NullLast<T>`](super::NullLast), `Vec<T>`,
/// `BTreeMap<String, T>`, `HashMap<String, T>`, `Box<T>`, and everything with
/// [`#[derive(AvroRecord)]`](derive@crate::AvroRecord).
///
/// A `HashMap` is written in its own order, so equal maps may give different bytes; a `BTreeMap`
/// always gives the same.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an Avro type",
    label = "not an Avro type",
    note = "add `#[derive(AvroRecord)]` to it, if it is a struct or enum of yours",
    note = "use `bool`, `i32`, `i64`, `f32`, `f64`, `String`, `Bytes`, `Uuid` or `Timestamp` otherwise"
)]
pub trait AvroType: Sized + Serialize + DeserializeOwned {
    /// The schema.
    const SCHEMA: &'static Schema<'static>;

    /// Appends the value in Avro's binary encoding.
    fn encode(&self, buffer: &mut Vec<u8>);

    /// Reads one value.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// Reads one value that another version of the schema wrote.
    #[doc(hidden)]
    fn decode_resolved(reader: &mut Reader<'_>, plan: Plan<'_>) -> Result<Self, DecodeError> {
        match plan.enter(reader)? {
            None => Self::decode(reader),
            Some(plan) => Self::decode_changed(reader, plan),
        }
    }

    /// Reads one value whose bytes are not those of this type: the part of
    /// [`decode_resolved`](Self::decode_resolved) that differs between types.
    ///
    /// The way for any type is to rewrite the bytes. Types that can follow the plan do.
    #[doc(hidden)]
    fn decode_changed(reader: &mut Reader<'_>, plan: Plan<'_>) -> Result<Self, DecodeError> {
        plan.decode_rewritten(reader)
    }

    // What the derive needs of each field. These are methods of this trait, and not functions with
    // a bound, because the compiler then reports a field of a wrong type once and not once per use.

    #[doc(hidden)]
    fn decode_field(name: &'static str, reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::decode(reader).map_err(|error| error.inside(name))
    }

    #[doc(hidden)]
    fn decode_next(
        name: &'static str,
        fields: &mut ResolvedFields<'_, '_, '_>,
    ) -> Result<Self, DecodeError> {
        fields.next::<Self>().map_err(|error| error.inside(name))
    }

    #[doc(hidden)]
    fn write_field<S: SerializeStruct>(
        &self,
        name: &'static str,
        record: &mut S,
    ) -> Result<(), S::Error> {
        record.serialize_field(name, self)
    }

    #[doc(hidden)]
    fn read_field<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        name: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<(), A::Error> {
        if slot.is_some() {
            return Err(A::Error::duplicate_field(name));
        }
        *slot = Some(fields.value()?);
        Ok(())
    }

    #[doc(hidden)]
    fn finish_field<'de, A: MapAccess<'de>>(
        slot: Option<Self>,
        name: &'static str,
        fields: &Fields<A>,
    ) -> Result<Self, A::Error> {
        match slot {
            Some(value) => Ok(value),
            None => fields.default(name),
        }
    }
}

/// A record that can travel over a connection: derived with
/// [`#[derive(AvroRecord)]`](derive@crate::AvroRecord).
///
/// It has a schema and binary encoding ([`AvroType`]), and a JSON form for HTTP and logs (serde).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an Avro record",
    label = "not an Avro record",
    note = "add `#[derive(AvroRecord, Clone)]` to the struct; enums and plain values are fields of one"
)]
pub trait AvroRecord:
    AvroType + Serialize + DeserializeOwned + Clone + Send + Sync + 'static
{
}

/// An item of a `Vec`: every [`AvroType`], and `u8`, whose `Vec` is Avro `bytes` and no array.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an Avro type",
    label = "not an Avro type",
    note = "add `#[derive(AvroRecord)]` to it, if it is a struct or enum of yours",
    note = "use `bool`, `i32`, `i64`, `f32`, `f64`, `String`, `Bytes`, `Uuid` or `Timestamp` otherwise"
)]
pub trait AvroElement: Sized + Serialize + DeserializeOwned {
    /// The schema of a `Vec` of these.
    const SCHEMA_OF_ALL: &'static Schema<'static>;

    /// Appends all items in Avro's binary encoding.
    fn encode_all(items: &[Self], buffer: &mut Vec<u8>);

    /// Reads all items.
    fn decode_all(reader: &mut Reader<'_>) -> Result<Vec<Self>, DecodeError>;

    /// Reads all items, which another version of the schema wrote.
    #[doc(hidden)]
    fn decode_all_changed(
        reader: &mut Reader<'_>,
        plan: Plan<'_>,
    ) -> Result<Vec<Self>, DecodeError>;
}
