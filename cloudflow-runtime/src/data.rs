//! What ports carry: records, and tombstones where they are asked for.

use crate::avro::AvroRecord;

/// What goes through a port: a record, or `Option` of one where a tombstone may come instead.
///
/// Every [`AvroRecord`] is data, and so is `Option<T>` of one: `None` is a tombstone, a record without a
/// value, which deletes its key from a compacted topic.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a record",
    label = "must be a record",
    note = "put `#[derive(AvroRecord)]` on its definition"
)]
pub trait Data: Send + Sized + 'static {
    /// The record.
    type Record: AvroRecord;

    /// Whether tombstones are wanted. Where they are not, an inlet settles and counts them.
    const TAKES_TOMBSTONES: bool;

    /// Makes the value of a record, or of a tombstone if these are wanted.
    fn from_record(record: Option<Self::Record>) -> Option<Self>;

    /// Returns the record; none if this is a tombstone.
    fn as_record(&self) -> Option<&Self::Record>;
}

impl<T: AvroRecord> Data for T {
    type Record = T;

    const TAKES_TOMBSTONES: bool = false;

    fn from_record(record: Option<T>) -> Option<T> {
        record
    }

    fn as_record(&self) -> Option<&T> {
        Some(self)
    }
}

impl<T: AvroRecord> Data for Option<T> {
    type Record = T;

    const TAKES_TOMBSTONES: bool = true;

    fn from_record(record: Option<T>) -> Option<Self> {
        Some(record)
    }

    fn as_record(&self) -> Option<&T> {
        self.as_ref()
    }
}
