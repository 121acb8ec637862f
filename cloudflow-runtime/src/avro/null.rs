//! Avro's `null`, and unions that have it last.

use cloudflow_model::Schema;
use serde::{Deserialize, Serialize};

use super::resolution::Plan;
use super::{AvroType, DecodeError, Fault, Reader, write_long};

/// `null`, which takes no bytes.
#[diagnostic::do_not_recommend]
impl AvroType for () {
    const SCHEMA: &'static Schema<'static> = &Schema::Null;

    fn encode(&self, _buffer: &mut Vec<u8>) {}

    fn decode(_reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(())
    }
}

/// An `Option` whose union has `null` as its second branch, so that a field may have a default that
/// is not `null`.
///
/// JSON is that of the `Option`.
///
/// ```
/// use cloudflow_runtime::avro::{AvroRecord, NullLast};
///
/// #[derive(AvroRecord, Debug, Clone, PartialEq)]
/// struct Reading {
///     #[avro(default = "\"unknown\"")]
///     site: NullLast<String>,
/// }
///
/// let reading: Reading = serde_json::from_str("{}")?;
/// assert_eq!(reading.site.0.as_deref(), Some("unknown"));
/// assert_eq!(serde_json::to_string(&Reading { site: NullLast(None) })?, r#"{"site":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct NullLast<T>(pub Option<T>);

impl<T> From<Option<T>> for NullLast<T> {
    fn from(value: Option<T>) -> Self {
        Self(value)
    }
}

impl<T> From<NullLast<T>> for Option<T> {
    fn from(value: NullLast<T>) -> Self {
        value.0
    }
}

#[diagnostic::do_not_recommend]
impl<T: AvroType> AvroType for NullLast<T> {
    const SCHEMA: &'static Schema<'static> = {
        assert!(
            !matches!(T::SCHEMA, Schema::Union(_)),
            "a `NullLast` of an `Option` has no Avro schema: a union cannot hold a union"
        );
        &Schema::Union(&[T::SCHEMA, &Schema::Null])
    };

    fn encode(&self, buffer: &mut Vec<u8>) {
        match &self.0 {
            Some(value) => {
                write_long(0, buffer);
                value.encode(buffer);
            }
            None => write_long(1, buffer),
        }
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.index(2)? {
            0 => T::decode(reader).map(Some).map(Self),
            _ => Ok(Self(None)),
        }
    }

    fn decode_changed(reader: &mut Reader<'_>, plan: Plan<'_>) -> Result<Self, DecodeError> {
        match plan.branch() {
            Some((0, plan)) => T::decode_resolved(reader, plan).map(Some).map(Self),
            Some(_) => Ok(Self(None)),
            None => Err(reader.fault(Fault::Unresolved)),
        }
    }
}
