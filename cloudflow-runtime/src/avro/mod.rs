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
//!
//! What another version of a record wrote is read with a [`Decoder`], by the specification's schema
//! resolution. An inlet has one that knows every outlet before it.

mod calendar;
mod collections;
mod decimal;
mod default;
mod duration;
mod error;
mod fixed;
mod json;
mod logical;
mod null;
mod primitives;
mod reader;
mod record;
mod reference;
mod resolution;
mod single_object;
mod timestamp;
mod union;
mod writer;

pub use calendar::{
    Date, LocalTimestampMicros, LocalTimestampMillis, LocalTimestampNanos, ParseCalendarError,
    TimeMicros, TimeMillis, TimestampMicros, TimestampNanos,
};
/// Derives [`AvroRecord`](trait@AvroRecord) for a struct with named fields, or [`AvroType`] for other
/// types, together with serde's `Serialize` and `Deserialize`.
///
/// A struct with named fields is an Avro record, an enum without data is an Avro enum, an enum with a
/// value in each variant is a union, and a struct of one array of bytes is a fixed. The type's name, its fields or variants and their doc comments make the schema; a record may contain itself
/// (`Vec<Tree>`, `Option<Box<Tree>>`). JSON has the same names as Avro.
///
/// ```
/// use cloudflow_runtime::avro::{AvroRecord, AvroType, Timestamp};
///
/// /// A reading of a turbine.
/// #[derive(AvroRecord, Debug, Clone, PartialEq)]
/// #[avro(namespace = "com.example", rename_all = "camelCase")]
/// pub struct Reading {
///     pub device_id: String,
///     pub taken: Timestamp,
///     #[avro(default = "\"unknown\"", alias = "place")]
///     pub site: String,
///     pub power: Option<f64>,
///     #[avro(default = "\"RUNNING\"")]
///     pub state: State,
/// }
///
/// #[derive(AvroRecord, Debug, Clone, Copy, PartialEq)]
/// #[avro(namespace = "com.example", rename_all = "SCREAMING_SNAKE_CASE")]
/// pub enum State {
///     Running,
///     #[avro(default)]
///     Stopped,
/// }
///
/// let json = r#"{ "deviceId": "t-1", "taken": "2026-01-01T00:00:00Z" }"#;
/// let reading: Reading = serde_json::from_str(json)?;
/// assert_eq!((reading.site.as_str(), reading.power), ("unknown", None));
/// assert_eq!(Reading::SCHEMA.name(), "com.example.Reading");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Unions and fixeds
///
/// The branches of a union differ in their Avro types, and a variant without a value is `null`. In JSON
/// a value is an object with the name of its branch, as the specification has it, and `null` is `null`;
/// an `Option` is simply its value or `null`.
///
/// ```
/// use cloudflow_runtime::avro::{AvroRecord, Decimal};
///
/// #[derive(AvroRecord, Debug, Clone, PartialEq)]
/// pub enum Reading {
///     Missing,
///     Text(String),
///     Number(f64),
///     Checksum(Digest),
/// }
///
/// #[derive(AvroRecord, Debug, Clone, Copy, PartialEq)]
/// pub struct Digest(pub [u8; 4]);
///
/// /// A decimal in 8 bytes, whatever its size.
/// #[derive(AvroRecord, Debug, Clone, Copy, PartialEq)]
/// #[avro(fixed = 8)]
/// pub struct Price(pub Decimal<18, 2>);
///
/// assert_eq!(serde_json::to_string(&Reading::Number(21.5))?, r#"{"double":21.5}"#);
/// assert_eq!(serde_json::from_str::<Reading>("null")?, Reading::Missing);
/// assert_eq!(serde_json::from_str::<Price>("\"9.90\"")?.0.unscaled(), 990);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Settings
///
/// | on | setting | meaning |
/// |---|---|---|
/// | the type | `namespace = "com.example"` | what stands before the name; none by default |
/// | | `name = "Reading"` | the name in Avro; that of the type by default |
/// | | `alias = "Measurement"` | another name of the type, in its namespace or with one; any text, and may be repeated |
/// | | `rename_all = "camelCase"` | how fields or symbols are spelled, as in serde, without the cases with `-` |
/// | | `doc = "…"` | the documentation in Avro, where it is not that of the type |
/// | | `fixed = 16` | the one value of the struct takes so many bytes: [`Decimal`], [`Uuid`], [`CalendarDuration`] |
/// | | `union` | the enum is a union, also where no variant has a value |
/// | | `serde = false` | no serde; you derive or write `Serialize` and `Deserialize` |
/// | | `crate = path` | where `cloudflow_runtime` is found |
/// | a field | `rename = "id"` | the name in Avro |
/// | | `default = "…"` | the value of a reader that misses the field, as JSON; numbers and booleans also as they are |
/// | | `required` | no default, also not the `null` of an `Option` |
/// | | `alias = "place"` | another name of the field, which no other field has; may be repeated |
/// | | `doc = "…"` | the documentation in Avro, where it is not that of the field |
/// | a variant | `rename = "ON"` | the symbol in Avro |
/// | | `default` | the symbol of a reader that does not know the writer's |
///
/// An `Option` is a union with `null`, and its default is `null` unless it is given another. The default
/// of a union is a value of any branch, and means the first that it is a value of; before Avro 1.12 it had
/// to be the first branch, and tools that know no more may refuse such a schema. A field that JSON misses
/// takes its default; a field that the record does not have is an error.
///
/// # Limits
///
/// A record has no type parameters. Two records that contain each other have no constant schema:
/// rustc reports a cycle; make one of them a part of the other, or define them in a file for
/// [`avro_schema!`]. Types with a namespace contain only types with a namespace, as Avro would read a
/// bare name as one in the namespace around it.
pub use cloudflow_macros::AvroRecord;
/// Makes the record types that Avro schema files (`.avsc`) define.
///
/// ```
/// use cloudflow_runtime::avro::{AvroType, Timestamp, avro_schema};
///
/// avro_schema!("tests/avro/schemas/CallRecord.avsc");
///
/// let call = CallRecord {
///     user: "ada".into(),
///     other: "grace".into(),
///     direction: Direction::Outgoing,
///     started_at: Timestamp::from_millisecond(0),
///     duration: 61.5,
///     r#type: None,
///     tariff: "flat".to_owned(),
/// };
/// assert_eq!(CallRecord::SCHEMA.name(), "com.example.calls.CallRecord");
/// assert_eq!(serde_json::to_value(&call)?["direction"], "OUTGOING");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Each record, enum and fixed becomes a public type with
/// [`#[derive(AvroRecord)]`](derive@AvroRecord), besides `Clone`, `Debug` and `PartialEq`; enums and
/// fixeds are `Copy`, `Eq` and `Hash` as well. Their parsing canonical form is that of the file, and so
/// are their documentation, aliases and defaults. A change of a file builds the crate again.
///
/// # Paths
///
/// A path starts at the folder of the package, where its Cargo.toml is. With `./` or `../` in front it
/// starts at the source file, as in `include_str!`. Files that refer to each other stand in one
/// `avro_schema!("a.avsc", "b.avsc")`, in any order; a definition that several of them repeat is made
/// once. Within a file a name is defined before it is used, as the specification demands. A file holds one
/// schema, or an array of several. `crate = path` says where `cloudflow_runtime` is found.
///
/// # Types
///
/// | Avro | Rust |
/// |---|---|
/// | `null`, `boolean`, `int`, `long`, `float`, `double` | `()`, `bool`, `i32`, `i64`, `f32`, `f64` |
/// | `string`, `bytes` | `String`, `Vec<u8>` |
/// | `array`, `map` | `Vec<T>`, `BTreeMap<String, T>` |
/// | `["null", T]`, `[T, "null"]` | `Option<T>`, [`NullLast<T>`] |
/// | other unions | an enum of their branches, called after the record and the field |
/// | record, enum, fixed | a type of the same name |
/// | `decimal` | [`Decimal<PRECISION, SCALE>`](Decimal), of up to 38 digits |
/// | `uuid`, `duration` | [`Uuid`], [`CalendarDuration`] |
/// | `date`, `time-millis`, `time-micros` | [`Date`], [`TimeMillis`], [`TimeMicros`] |
/// | `timestamp-millis`, `-micros`, `-nanos` | [`Timestamp`], [`TimestampMicros`], [`TimestampNanos`] |
/// | `local-timestamp-millis`, `-micros`, `-nanos` | [`LocalTimestampMillis`], [`LocalTimestampMicros`], [`LocalTimestampNanos`] |
///
/// Names are spelled as in Rust (`deviceId` becomes `device_id`, `IN_USE` becomes `InUse`) and keep
/// their spelling in Avro and in JSON. Keywords become raw (`r#type`). Types of one name in several
/// namespaces take the namespace into their name. What holds itself is boxed. A logical type that is
/// unknown or not allowed on its type is ignored, as the specification demands; so are `big-decimal` and
/// decimals of more than 38 digits, whose bytes are left as they are. The documentation of the field says
/// so.
///
/// # Errors
///
/// A mistake in a file is a compile error at the path, whose text names the line and the column in the
/// file. All mistakes of all files are reported at once. The path starts at the package, or with `./` at
/// the source file; it is never absolute.
///
/// What readers of a schema ignore, its author may have meant. So it is a mistake as well where a logical
/// type is misspelt or stands beside the `type` of a field, where a decimal has no sound `precision` and
/// `scale`, and where the default of a field stands inside its type. A fixed has at most 1 MiB.
pub use cloudflow_macros::avro_schema;
pub use decimal::{Decimal, ParseDecimalError};
pub use duration::CalendarDuration;
pub use error::{DecodeError, Fault, InvalidValue};
pub use fixed::FixedValue;
pub use null::NullLast;
pub use reader::{MOST_EMPTY_ITEMS, MOST_NESTED, Reader};
pub use record::{AvroElement, AvroRecord, AvroType};
pub use resolution::{Decoder, Program};
pub use single_object::{HEADER_LENGTH, decode_datum, decode_single_object, encode_single_object};
pub use timestamp::{ParseTimestampError, Timestamp};
pub use uuid::Uuid;
pub use writer::{write_bytes, write_long};

/// What the code of the derive refers to.
#[doc(hidden)]
pub mod generated {
    pub use super::fixed::{decode_bytes, fixed_problem, read_array, write_array};
    pub use super::json::{Fields, ReadFields, read_record, read_symbol};
    pub use super::reference::{Named, Reference};
    pub use super::resolution::{Plan, ResolvedFields};
    pub use super::union::{ReadBranches, read_union, union_problem, write_branch};
}
