//! Metadata beside the value of a record.

use std::fmt;

use bytes::Bytes;

/// A header of a record. Kafka allows the same name more than once and keeps the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value, which may be absent.
    pub value: Option<Bytes>,
}

/// Stands for a value that is absent, where its length would be.
const ABSENT: u32 = u32::MAX;

/// The headers of a record, borrowed from its arena.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Headers<'a> {
    encoded: &'a [u8],
}

impl<'a> Headers<'a> {
    pub(crate) const fn new(encoded: &'a [u8]) -> Self {
        Self { encoded }
    }

    pub(crate) const fn encoded(self) -> &'a [u8] {
        self.encoded
    }

    pub(crate) const fn size(self) -> usize {
        self.encoded.len()
    }

    /// Appends a header in the form that [`iter`](Self::iter) reads.
    pub(crate) fn encode(name: &str, value: Option<&[u8]>, buffer: &mut Vec<u8>) {
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(ABSENT - 1).to_le_bytes();
        buffer.extend_from_slice(&length(name.as_bytes()));
        buffer.extend_from_slice(name.as_bytes());
        buffer.extend_from_slice(&value.map_or(ABSENT.to_le_bytes(), length));
        buffer.extend_from_slice(value.unwrap_or_default());
    }

    /// Returns whether there is none.
    pub const fn is_empty(self) -> bool {
        self.encoded.is_empty()
    }

    /// Returns names and values in the order in which they were added.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, Option<&'a [u8]>)> {
        let mut rest = self.encoded;
        std::iter::from_fn(move || {
            let name = take_text(&mut rest)?;
            let value = if rest.starts_with(&ABSENT.to_le_bytes()) {
                rest = rest.get(4..)?;
                None
            } else {
                Some(take_text(&mut rest)?)
            };
            // Only `encode` writes them, from text.
            Some((std::str::from_utf8(name).unwrap_or_default(), value))
        })
    }

    /// Copies them out of the arena.
    pub fn to_vec(self) -> Vec<Header> {
        self.iter()
            .map(|(name, value)| Header {
                name: name.to_owned(),
                value: value.map(Bytes::copy_from_slice),
            })
            .collect()
    }
}

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

/// Takes a text with its length off the front.
fn take_text<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (taken, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_keep_their_order() {
        let mut encoded = Vec::new();
        for (name, value) in [("a", Some(&b"1"[..])), ("b", None), ("a", Some(&b""[..]))] {
            Headers::encode(name, value, &mut encoded);
        }
        let read: Vec<_> = Headers::new(&encoded).iter().collect();
        assert_eq!(read, [("a", Some(&b"1"[..])), ("b", None), ("a", Some(&b""[..]))]);
        assert!(Headers::default().is_empty());
    }
}
