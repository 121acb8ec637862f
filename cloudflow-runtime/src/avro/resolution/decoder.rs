//! Messages of several writers at one inlet.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use cloudflow_model::Schema;

use super::plan::Plan;
use super::program::Program;
use crate::avro::single_object::{HEADER_LENGTH, fingerprint, finish};
use crate::avro::{AvroRecord, DecodeError, Reader};

/// Decodes messages of `T` that were written with any of several schemas.
///
/// The fingerprint in a message says which schema it was. How records of each are read is planned
/// once, here, and not for each message.
///
/// Fingerprints are those of the parsing canonical form, which has no logical types. A message of a
/// writer that differs from `T` in these alone is read as one that `T` wrote, and of several other writers
/// with one fingerprint the first one counts.
///
/// ```
/// use cloudflow_runtime::avro::{AvroRecord, AvroType, Decoder, encode_single_object};
///
/// mod old {
///     use cloudflow_runtime::avro::AvroRecord;
///
///     #[derive(AvroRecord, Clone)]
///     pub struct Reading {
///         pub celsius: f32,
///     }
/// }
///
/// #[derive(AvroRecord, Debug, Clone, PartialEq)]
/// struct Reading {
///     #[avro(default = "\"roof\"")]
///     sensor: String,
///     celsius: f64,
/// }
///
/// let mut message = Vec::new();
/// encode_single_object(&old::Reading { celsius: 21.5 }, &mut message);
/// let decoder = Decoder::<Reading>::new([old::Reading::SCHEMA]);
/// let reading = decoder.decode(&message)?;
/// assert_eq!(reading, Reading { sensor: "roof".into(), celsius: 21.5 });
/// # Ok::<(), cloudflow_runtime::avro::DecodeError>(())
/// ```
pub struct Decoder<T> {
    /// How messages are read, by the fingerprint of what wrote them.
    known: Vec<(u64, Arc<Known>)>,
    decode: fn(&Self, &[u8]) -> Result<T, DecodeError>,
    value: PhantomData<fn() -> T>,
}

enum Known {
    Readable(Program<'static>),
    Unreadable(String),
}

impl<T: AvroRecord> Decoder<T> {
    /// Plans how messages of each of `writers` are read, and of `T` itself.
    ///
    /// A writer that `T` cannot read is an error of its messages only.
    pub fn new(writers: impl IntoIterator<Item = &'static Schema<'static>>) -> Self {
        let mut known: Vec<(u64, Arc<Known>)> = Vec::new();
        let own = const { T::SCHEMA.fingerprint() };
        for writer in writers {
            let plan = Arc::new(match Program::new(writer, T::SCHEMA) {
                Ok(program) => Known::Readable(program),
                Err(reason) => Known::Unreadable(reason.message().to_string()),
            });
            for fingerprint in [writer.fingerprint(), writer.fingerprint_of_apache_avro_crate()] {
                if fingerprint != own && !known.iter().any(|(other, _)| *other == fingerprint) {
                    known.push((fingerprint, Arc::clone(&plan)));
                }
            }
        }
        Self { known, decode: Self::decode_record, value: PhantomData }
    }

    fn decode_record(&self, message: &[u8]) -> Result<T, DecodeError> {
        let record = T::SCHEMA.name();
        let found = fingerprint(record, message)?;
        let expected = const { T::SCHEMA.fingerprint() };
        let mut reader = Reader::new(message);
        reader.take(HEADER_LENGTH)?;
        if found == expected {
            return finish(reader, T::decode);
        }
        match self.known.iter().find(|(fingerprint, _)| *fingerprint == found) {
            Some((_, known)) => match &**known {
                Known::Readable(program) => {
                    finish(reader, |reader| T::decode_resolved(reader, Plan::new(program)))
                }
                Known::Unreadable(reason) => {
                    let reason = reason.clone();
                    Err(DecodeError::UnreadableWriter { record, found, reason })
                }
            },
            None if found == const { T::SCHEMA.fingerprint_of_apache_avro_crate() } => {
                finish(reader, T::decode)
            }
            None => Err(DecodeError::UnknownWriter { record, found, expected }),
        }
    }
}

impl<T> Decoder<T> {
    /// Decodes a message.
    ///
    /// # Errors
    ///
    /// [`DecodeError::UnknownWriter`] when none of the known schemas wrote it; the other variants when
    /// it is no message, or its body is not what its writer's schema says.
    pub fn decode(&self, message: &[u8]) -> Result<T, DecodeError> {
        (self.decode)(self, message)
    }
}

impl<T> fmt::Debug for Decoder<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.known.iter().map(|(fingerprint, known)| {
            let is_readable = matches!(&**known, Known::Readable(_));
            (format!("{fingerprint:016x}"), is_readable)
        });
        formatter.write_str("Decoder ")?;
        formatter.debug_map().entries(known).finish()
    }
}
