//! Keys of records, as bytes.

use bytes::Bytes;
use uuid::Uuid;

/// A value that can be a key.
///
/// Keys are text in UTF-8, so that every Kafka tool shows them; the parts of a tuple are joined by `:`.
/// Equal values have equal bytes, and so the same partition.
pub trait ToKey {
    /// Appends the key to the buffer.
    fn write_key(&self, buffer: &mut Vec<u8>);
}

macro_rules! as_text {
    ($($type:ty),*) => {
        $(impl ToKey for $type {
            fn write_key(&self, buffer: &mut Vec<u8>) {
                buffer.extend_from_slice(self.to_string().as_bytes());
            }
        })*
    };
}

as_text!(i8, i16, i32, i64, u8, u16, u32, u64, usize, bool, char);

impl ToKey for Uuid {
    fn write_key(&self, buffer: &mut Vec<u8>) {
        buffer.extend_from_slice(
            self.hyphenated().encode_lower(&mut Uuid::encode_buffer()).as_bytes(),
        );
    }
}

impl ToKey for str {
    fn write_key(&self, buffer: &mut Vec<u8>) {
        buffer.extend_from_slice(self.as_bytes());
    }
}

impl ToKey for String {
    fn write_key(&self, buffer: &mut Vec<u8>) {
        self.as_str().write_key(buffer);
    }
}

impl ToKey for [u8] {
    fn write_key(&self, buffer: &mut Vec<u8>) {
        buffer.extend_from_slice(self);
    }
}

impl ToKey for Bytes {
    fn write_key(&self, buffer: &mut Vec<u8>) {
        buffer.extend_from_slice(self);
    }
}

impl<K: ToKey + ?Sized> ToKey for &K {
    fn write_key(&self, buffer: &mut Vec<u8>) {
        (**self).write_key(buffer);
    }
}

impl<A: ToKey, B: ToKey> ToKey for (A, B) {
    fn write_key(&self, buffer: &mut Vec<u8>) {
        self.0.write_key(buffer);
        buffer.push(b':');
        self.1.write_key(buffer);
    }
}

impl<A: ToKey, B: ToKey, C: ToKey> ToKey for (A, B, C) {
    fn write_key(&self, buffer: &mut Vec<u8>) {
        (&self.0, &self.1).write_key(buffer);
        buffer.push(b':');
        self.2.write_key(buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_readable() {
        let mut buffer = Vec::new();
        (Uuid::nil(), "north", 7_i64).write_key(&mut buffer);
        assert_eq!(buffer, b"00000000-0000-0000-0000-000000000000:north:7");
    }
}
