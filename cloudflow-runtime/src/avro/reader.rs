//! Reading Avro's binary encoding from bytes that nobody vouches for.

use super::error::InvalidValue;
use super::{DecodeError, Fault};

/// How deeply records may be nested in each other. Each level takes some stack, and a recursive
/// record lets one byte of input ask for a level.
pub const MOST_NESTED: usize = 128;

/// How many items without any content (such as records without fields) one message may have. They
/// take no input, so nothing else would bound them.
pub const MOST_EMPTY_ITEMS: usize = 65_536;

/// How much memory is reserved on the word of a length; what is really there can take more.
const MOST_RESERVED: usize = 64 * 1024;

/// A place in a message, from which values are read one after the other.
///
/// Every method checks what it reads: no input makes it panic, and memory and time stay in
/// proportion to the length of the input.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    message: &'a [u8],
    position: usize,
    depth: usize,
    empty_items: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the first byte of `message`.
    pub const fn new(message: &'a [u8]) -> Self {
        Self { message, position: 0, depth: 0, empty_items: 0 }
    }

    /// Returns how many bytes were read.
    pub const fn position(&self) -> usize {
        self.position
    }

    /// Returns how many bytes are left.
    pub const fn remaining(&self) -> usize {
        self.message.len() - self.position
    }

    /// Reads the next `count` bytes as they are.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let left = self.message.get(self.position..).unwrap_or_default();
        let Some((taken, _)) = left.split_at_checked(count) else {
            return Err(self.fault(Fault::EndOfInput { needed: count, left: left.len() }));
        };
        self.position += count;
        Ok(taken)
    }

    /// Returns the bytes from `start` up to here.
    pub(super) fn since(&self, start: usize) -> &'a [u8] {
        self.message.get(start..self.position).unwrap_or_default()
    }

    /// Goes to a place that was read before.
    pub(super) fn seek(&mut self, position: usize) {
        self.position = position.min(self.message.len());
    }

    fn take_array<const COUNT: usize>(&mut self) -> Result<[u8; COUNT], DecodeError> {
        let mut array = [0; COUNT];
        array.copy_from_slice(self.take(COUNT)?);
        Ok(array)
    }

    /// Reads a `boolean`.
    pub fn boolean(&mut self) -> Result<bool, DecodeError> {
        let position = self.position;
        match self.take_array()? {
            [0] => Ok(false),
            [1] => Ok(true),
            [other] => Err(fault_at(Fault::NoBoolean(other), position)),
        }
    }

    /// Reads an `int`.
    pub fn int(&mut self) -> Result<i32, DecodeError> {
        let position = self.position;
        let long = self.long()?;
        i32::try_from(long).map_err(|_| fault_at(Fault::IntOutOfRange(long), position))
    }

    /// Reads a `long`: seven bits per byte, least significant first, zigzag.
    pub fn long(&mut self) -> Result<i64, DecodeError> {
        let position = self.position;
        let mut value = 0_u64;
        let mut shift = 0;
        loop {
            let [byte] = self.take_array()?;
            // The tenth byte holds the 64th bit, and nothing beyond it.
            if shift == 63 && byte > 1 {
                return Err(fault_at(Fault::NumberTooLong, position));
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed());
            }
            shift += 7;
        }
    }

    /// Reads a `float`.
    pub fn float(&mut self) -> Result<f32, DecodeError> {
        self.take_array().map(f32::from_le_bytes)
    }

    /// Reads a `double`.
    pub fn double(&mut self) -> Result<f64, DecodeError> {
        self.take_array().map(f64::from_le_bytes)
    }

    /// Reads `bytes`.
    pub fn bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let position = self.position;
        let length = self.long()?;
        let count =
            usize::try_from(length).map_err(|_| fault_at(Fault::NoLength(length), position))?;
        self.take(count)
    }

    /// Reads a `string`.
    pub fn text(&mut self) -> Result<&'a str, DecodeError> {
        let position = self.position;
        let bytes = self.bytes()?;
        str::from_utf8(bytes).map_err(|_| fault_at(Fault::NotUtf8, position))
    }

    /// Reads the index of a union's branch or of an enum's symbol, which is less than `count`.
    pub fn index(&mut self, count: usize) -> Result<usize, DecodeError> {
        let position = self.position;
        let index = self.long()?;
        match usize::try_from(index) {
            Ok(found) if found < count => Ok(found),
            _ => Err(fault_at(Fault::IndexOutOfRange { index, count }, position)),
        }
    }

    /// Reads the start of the next block of an array or a map, and returns how many items it has:
    /// none after the last block.
    pub fn block(&mut self) -> Result<usize, DecodeError> {
        let position = self.position;
        let count = self.long()?;
        if count < 0 {
            // A negative count is followed by the size in bytes, for readers who skip the block.
            let size = self.long()?;
            if size < 0 {
                return Err(fault_at(Fault::NoLength(size), position));
            }
        }
        usize::try_from(count.unsigned_abs())
            .map_err(|_| fault_at(Fault::NoLength(count), position))
    }

    /// Returns for how many of `count` announced items of type `T` memory is reserved at once.
    pub(super) fn reserve<T>(&self, count: usize) -> usize {
        count.min(self.remaining()).min(MOST_RESERVED / size_of::<T>().max(1))
    }

    /// Reads one item of a block.
    pub fn item<T>(
        &mut self,
        decode: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let before = self.position;
        let item = decode(self)?;
        if self.position == before {
            self.empty_items += 1;
            if self.empty_items > MOST_EMPTY_ITEMS {
                return Err(self.fault(Fault::TooManyEmptyItems));
            }
        }
        Ok(item)
    }

    /// Reads a record with `decode`, unless too many enclose it already.
    pub fn record<T>(
        &mut self,
        decode: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        if self.depth == MOST_NESTED {
            return Err(self.fault(Fault::TooDeep));
        }
        self.depth += 1;
        let record = decode(self);
        self.depth -= 1;
        record
    }

    /// Returns the error that `fault` is at the current position.
    pub fn fault(&self, fault: Fault) -> DecodeError {
        fault_at(fault, self.position)
    }
}

#[cold]
fn fault_at(fault: Fault, position: usize) -> DecodeError {
    DecodeError::Value(Box::new(InvalidValue::new(fault, position)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::avro::write_long;

    fn fault<T: std::fmt::Debug>(result: Result<T, DecodeError>) -> Fault {
        match result {
            Err(DecodeError::Value(value)) => value.fault().clone(),
            other => panic!("a wrong value was expected and not {other:?}"),
        }
    }

    #[test]
    fn longs_of_the_specification() {
        for (value, bytes) in [
            (0, &[0x00_u8][..]),
            (-1, &[0x01]),
            (1, &[0x02]),
            (-2, &[0x03]),
            (-64, &[0x7f]),
            (64, &[0x80, 0x01]),
            (i64::MAX, &[0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
            (i64::MIN, &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
        ] {
            assert_eq!(Reader::new(bytes).long(), Ok(value));
            let mut buffer = Vec::new();
            write_long(value, &mut buffer);
            assert_eq!(buffer, bytes);
        }
    }

    #[test]
    fn numbers_that_are_too_long() {
        let eleven = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00];
        assert_eq!(fault(Reader::new(&eleven).long()), Fault::NumberTooLong);
        let bit_65 = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02];
        assert_eq!(fault(Reader::new(&bit_65).long()), Fault::NumberTooLong);
        let mut large = Vec::new();
        write_long(1 << 31, &mut large);
        assert_eq!(fault(Reader::new(&large).int()), Fault::IntOutOfRange(1 << 31));
    }

    #[test]
    fn lengths_that_are_none() {
        let mut negative = Vec::new();
        write_long(-5, &mut negative);
        assert_eq!(fault(Reader::new(&negative).bytes()), Fault::NoLength(-5));
        let mut immense = Vec::new();
        write_long(i64::MAX, &mut immense);
        assert!(matches!(fault(Reader::new(&immense).bytes()), Fault::EndOfInput { left: 0, .. }));
        assert_eq!(fault(Reader::new(&[2]).boolean()), Fault::NoBoolean(2));
        assert_eq!(fault(Reader::new(&[2, 0xff]).text()), Fault::NotUtf8);
        assert_eq!(
            fault(Reader::new(&[4]).index(2)),
            Fault::IndexOutOfRange { index: 2, count: 2 }
        );
    }

    #[test]
    fn a_negative_count_is_followed_by_a_size() {
        let mut bytes = Vec::new();
        write_long(-3, &mut bytes);
        write_long(12, &mut bytes);
        assert_eq!(Reader::new(&bytes).block(), Ok(3));
    }
}
