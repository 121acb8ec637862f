//! The record that all contenders read and write, and what they do to it.

use cloudflow_runtime::avro::{
    AvroRecord, DecodeError, TimestampNanos, decode_single_object, encode_single_object,
};
use cloudflow_runtime::prelude::Uuid;

/// A reading of a device.
#[derive(AvroRecord, Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    /// Which device.
    pub(crate) device: Uuid,
    /// When it was sent. In the benchmark of latencies that is what the observer looks at.
    pub(crate) sent: TimestampNanos,
    /// What was measured, of such a length that the message has the size that is asked for.
    pub(crate) name: String,
    /// The value.
    pub(crate) value: f64,
}

/// Any moment of which the encoding is as long as that of today.
pub(crate) const MOMENT: i64 = 1_750_000_000_000_000_000;

impl Reading {
    /// Makes a reading whose message has `size` bytes.
    pub(crate) fn new(size: usize) -> Self {
        let mut reading = Self {
            device: Uuid::nil(),
            sent: TimestampNanos::from_nanosecond(MOMENT),
            name: String::new(),
            value: 0.0,
        };
        let mut message = Vec::new();
        // The length of a longer text may itself take a byte more.
        while message.len() < size {
            reading.name.extend(std::iter::repeat_n('x', (size - message.len()).div_ceil(2)));
            message.clear();
            encode_single_object(&reading, &mut message);
        }
        while message.len() > size && reading.name.pop().is_some() {
            message.clear();
            encode_single_object(&reading, &mut message);
        }
        assert_eq!(message.len(), size, "no reading has a message of {size} bytes");
        reading
    }

    /// Makes another reading of the same size out of this one.
    pub(crate) fn renumber(&mut self, number: u64) {
        self.device = Uuid::from_u128(u128::from(number % 1_000));
        self.value = f64::from(u32::try_from(number % 100).unwrap_or_default());
    }
}

/// What every contender does to a record.
pub(crate) fn calibrated(reading: Reading) -> Reading {
    Reading { value: reading.value * 1.01 + 0.5, ..reading }
}

/// What a contender without runtime does to a message: reads it, calibrates, writes it behind what is
/// in the buffer.
pub(crate) fn calibrate_message(message: &[u8], buffer: &mut Vec<u8>) -> Result<(), DecodeError> {
    let reading = decode_single_object::<Reading>(message)?;
    encode_single_object(&calibrated(reading), buffer);
    Ok(())
}
