//! Many records in one piece of memory.

use std::ops::Range;

use bytes::Bytes;

use super::header::{Header, Headers};

/// Stands for a key or a value that is absent, where its length would be.
const ABSENT: u32 = u32::MAX;

/// The time of a record whose sender leaves it to the cluster.
const UNTIMED: i64 = i64::MIN;

/// Records in one arena of bytes, with an index: what travels between clusters and ports in both
/// directions.
///
/// Nothing is allocated for a single record. What a streamlet keeps of one is copied out, so that
/// the arena goes when its batch does.
#[derive(Clone, Debug, Default)]
pub struct Records {
    arena: Vec<u8>,
    index: Vec<Entry>,
}

/// Where a record stands in the arena: key, value and headers follow each other.
#[derive(Clone, Copy, Debug)]
struct Entry {
    offset: i64,
    timestamp: i64,
    start: usize,
    key: u32,
    value: u32,
    headers: u32,
}

/// A record in bytes, borrowed from its arena.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordRef<'a> {
    /// Its position in the partition; 0 in a record that is on its way into one.
    pub offset: i64,
    /// Milliseconds since the epoch; the cluster sets the time of sending where it is absent.
    pub timestamp: Option<i64>,
    /// The key, which decides the partition; partitions take turns without one.
    pub key: Option<&'a [u8]>,
    /// The value; `None` is a tombstone, which deletes the key from a compacted topic.
    pub value: Option<&'a [u8]>,
    /// Metadata beside the value.
    pub headers: Headers<'a>,
}

impl RecordRef<'_> {
    /// Returns how many bytes it holds: key, value and headers.
    pub fn size(&self) -> usize {
        self.key.map_or(0, <[u8]>::len) + self.value.map_or(0, <[u8]>::len) + self.headers.size()
    }
}

impl Records {
    /// Makes room for so many records with so many bytes.
    pub(crate) fn with_capacity(records: usize, bytes: usize) -> Self {
        Self { arena: Vec::with_capacity(bytes), index: Vec::with_capacity(records) }
    }

    /// Returns how many records there are.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// Returns how many bytes the records hold.
    pub fn bytes(&self) -> usize {
        self.arena.len()
    }

    /// Returns a record.
    pub fn get(&self, at: usize) -> Option<RecordRef<'_>> {
        self.index.get(at).map(|entry| self.resolve(entry))
    }

    /// Returns all records, in order.
    pub fn iter(&self) -> impl Iterator<Item = RecordRef<'_>> + '_ {
        self.index.iter().map(|entry| self.resolve(entry))
    }

    /// Returns how many bytes a record holds.
    pub(crate) fn size(&self, at: usize) -> usize {
        self.index.get(at).map_or(0, Entry::size)
    }

    /// Returns how many bytes some of the records hold.
    pub(crate) fn bytes_of(&self, range: Range<usize>) -> usize {
        let start = |at: usize| self.index.get(at).map_or(self.arena.len(), |entry| entry.start);
        start(range.end).saturating_sub(start(range.start))
    }

    /// Appends a record.
    pub fn push(&mut self, record: RecordRef<'_>) {
        self.push_with(
            record.timestamp,
            |arena| record.key.map(|key| arena.extend_from_slice(key)),
            |arena| record.value.map(|value| arena.extend_from_slice(value)),
            record.headers,
        );
        if let Some(entry) = self.index.last_mut() {
            entry.offset = record.offset;
        }
    }

    /// Appends a record whose key and value are written in place; `None` leaves them absent.
    pub(crate) fn push_with(
        &mut self,
        timestamp: Option<i64>,
        key: impl FnOnce(&mut Vec<u8>) -> Option<()>,
        value: impl FnOnce(&mut Vec<u8>) -> Option<()>,
        headers: Headers<'_>,
    ) {
        let start = self.arena.len();
        let key = key(&mut self.arena).map_or(ABSENT, |()| length(self.arena.len() - start));
        let middle = self.arena.len();
        let value = value(&mut self.arena).map_or(ABSENT, |()| length(self.arena.len() - middle));
        self.arena.extend_from_slice(headers.encoded());
        let headers = length(headers.encoded().len());
        let timestamp = timestamp.unwrap_or(UNTIMED);
        self.index.push(Entry { offset: 0, timestamp, start, key, value, headers });
    }

    /// Appends a record of others, with this offset, and this time if it has none.
    pub(crate) fn copy(&mut self, from: &Self, at: usize, offset: i64, now: i64) {
        let Some(entry) = from.index.get(at) else { return };
        let start = self.arena.len();
        // Key, value and headers at once.
        let bytes = from.arena.get(entry.start..entry.start + entry.size());
        self.arena.extend_from_slice(bytes.unwrap_or_default());
        let timestamp = if entry.timestamp == UNTIMED { now } else { entry.timestamp };
        self.index.push(Entry { offset, timestamp, start, ..*entry });
    }

    /// Returns the key of a record.
    pub(crate) fn key(&self, at: usize) -> Option<&[u8]> {
        let entry = self.index.get(at).filter(|entry| entry.key != ABSENT)?;
        self.arena.get(entry.start..entry.start + present(entry.key))
    }

    /// Replaces the headers of the last record.
    pub fn set_last_headers<'h>(&mut self, headers: impl IntoIterator<Item = &'h Header>) {
        let Some(entry) = self.index.last_mut() else { return };
        self.arena.truncate(entry.start + present(entry.key) + present(entry.value));
        let start = self.arena.len();
        for header in headers {
            Headers::encode(&header.name, header.value.as_deref(), &mut self.arena);
        }
        entry.headers = length(self.arena.len() - start);
    }

    /// Gives the records offsets, from `first` on, and those without a time this one.
    pub(crate) fn place(&mut self, first: i64, now: i64) {
        for (offset, entry) in (first..).zip(&mut self.index) {
            entry.offset = offset;
            if entry.timestamp == UNTIMED {
                entry.timestamp = now;
            }
        }
    }

    /// Empties it, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.arena.clear();
        self.index.clear();
    }

    fn resolve(&self, entry: &Entry) -> RecordRef<'_> {
        let Entry { offset, timestamp, start, key, value, headers } = *entry;
        let key_end = start + present(key);
        let value_end = key_end + present(value);
        let slice = |from: usize, to: usize| self.arena.get(from..to).unwrap_or_default();
        RecordRef {
            offset,
            timestamp: (timestamp != UNTIMED).then_some(timestamp),
            key: (key != ABSENT).then(|| slice(start, key_end)),
            value: (value != ABSENT).then(|| slice(key_end, value_end)),
            headers: Headers::new(slice(value_end, value_end + present(headers))),
        }
    }
}

impl<'a> FromIterator<RecordRef<'a>> for Records {
    fn from_iter<I: IntoIterator<Item = RecordRef<'a>>>(records: I) -> Self {
        let mut all = Self::default();
        records.into_iter().for_each(|record| all.push(record));
        all
    }
}

impl Entry {
    fn size(&self) -> usize {
        present(self.key) + present(self.value) + present(self.headers)
    }
}

fn present(length: u32) -> usize {
    if length == ABSENT { 0 } else { length as usize }
}

/// A record of 4 GiB cannot be sent anywhere: the cluster refuses it long before.
fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(ABSENT - 1)
}

/// Copies what is to outlive the arena.
pub(crate) fn copied(bytes: Option<&[u8]>) -> Option<Bytes> {
    bytes.map(Bytes::copy_from_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let mut encoded = Vec::new();
        Headers::encode("trace", Some(b"1"), &mut encoded);
        Headers::encode("absent", None, &mut encoded);
        let full = RecordRef {
            offset: 7,
            timestamp: Some(1),
            key: Some(b"key"),
            value: Some(b"value"),
            headers: Headers::new(&encoded),
        };
        let tombstone = RecordRef { value: None, ..full };
        let empty = RecordRef { key: Some(b""), value: Some(b""), ..RecordRef::default() };
        let all = [full, tombstone, empty, RecordRef::default()];
        let records: Records = all.into_iter().collect();
        assert_eq!(records.iter().collect::<Vec<_>>(), all);
        assert_eq!(records.bytes(), all.iter().map(RecordRef::size).sum::<usize>());
        assert_eq!(records.bytes_of(1..3), tombstone.size() + empty.size());
        assert_eq!(records.bytes_of(1..9), records.bytes() - full.size());
        assert_eq!(records.get(4), None);
    }

    #[test]
    fn records_are_copied_whole() {
        let full = RecordRef {
            offset: 1,
            timestamp: Some(2),
            key: Some(b"key"),
            value: Some(b"value"),
            ..RecordRef::default()
        };
        let untimed = RecordRef { timestamp: None, key: None, ..full };
        let from: Records = [full, untimed].into_iter().collect();
        assert_eq!((from.key(0), from.key(1), from.key(2)), (full.key, None, None));
        let mut to: Records = [full].into_iter().collect();
        to.copy(&from, 1, 8, 9);
        to.copy(&from, 0, 9, 9);
        let copies = [
            full,
            RecordRef { offset: 8, timestamp: Some(9), ..untimed },
            RecordRef { offset: 9, ..full },
        ];
        assert_eq!(to.iter().collect::<Vec<_>>(), copies);
    }

    #[test]
    fn records_are_placed_in_a_partition() {
        let timed = RecordRef { timestamp: Some(5), ..RecordRef::default() };
        let mut records: Records = [timed, RecordRef::default()].into_iter().collect();
        records.place(40, 9);
        let placed: Vec<_> =
            records.iter().map(|record| (record.offset, record.timestamp)).collect();
        assert_eq!(placed, [(40, Some(5)), (41, Some(9))]);
    }
}
