//! Avro: schemas as constants, and the binary encoding without an intermediate value.
//!
//! A record is a struct with [`#[derive(AvroRecord)]`](derive@crate::AvroRecord). Its schema is a
//! constant, so the compiler can compare the two ends of a connection; its bytes are those of the
//! Apache Avro specification 1.12, so every other Avro library reads them.
//!
//! ```
//! use cloudflow_runtime::avro::{AvroRecord, AvroType, decode_single_object, encode_single_object};
//!
//! #[derive(AvroRecord, Debug, Clone, PartialEq)]
//! struct Reading {
//!     sensor: String,
//!     celsius: f64,
//! }
//!
//! let reading = Reading { sensor: "roof".into(), celsius: 21.5 };
//! let mut message = Vec::new();
//! encode_single_object(&reading, &mut message);
//! assert_eq!(decode_single_object::<Reading>(&message)?, reading);
//! assert_eq!(&message[2..10], Reading::SCHEMA.fingerprint().to_le_bytes());
//! # Ok::<(), cloudflow_runtime::avro::DecodeError>(())
//! ```

mod collections;
mod default;
mod error;
mod json;
mod logical;
mod primitives;
mod reader;
mod record;
mod reference;
mod single_object;
mod timestamp;
mod writer;

pub use cloudflow_macros::AvroRecord;
pub use error::{DecodeError, Fault, InvalidValue};
pub use reader::{MOST_EMPTY_ITEMS, MOST_NESTED, Reader};
pub use record::{AvroElement, AvroRecord, AvroType};
pub use single_object::{HEADER_LENGTH, decode_datum, decode_single_object, encode_single_object};
pub use timestamp::{ParseTimestampError, Timestamp};
pub use writer::{write_bytes, write_long};

/// What the code of the derive refers to.
#[doc(hidden)]
pub mod generated {
    pub use super::json::{Fields, ReadFields, read_record, read_symbol};
    pub use super::reference::{Named, Reference};
}
