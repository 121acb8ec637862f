//! One partition: records with rising offsets, of which the oldest go away.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use crate::transport::{Amount, Records};

/// How many records a segment holds that is filled record by record, and a batch at most: so
/// partitions, and the tasks of a scheduler, take turns.
pub(super) const BATCH_RECORDS: usize = 512;

/// How many bytes a segment holds that is filled record by record, and a batch at most, but for a
/// single record that is larger.
pub(super) const BATCH_BYTES: usize = 1024 * 1024;

/// The memory of how many segments a partition keeps for the next ones.
const SPARES: usize = 8;

/// How many bytes a segment has held at most whose memory is kept.
const SPARE_BYTES: usize = BATCH_BYTES / 8;

/// The records of a partition that are still needed.
///
/// They stand in segments that never change and are handed out as they are. Only the last one is open;
/// it closes when it is full, or when somebody reads it.
#[derive(Debug, Default)]
pub(super) struct Log {
    segments: VecDeque<Segment>,
    /// The records after the last segment.
    open: Records,
    /// The offset of the first record kept.
    start: i64,
    /// The offset of the next record.
    end: i64,
    /// How many bytes the records kept hold.
    bytes: usize,
    /// The memory of segments that went away, for the next ones.
    spares: Vec<Records>,
}

#[derive(Debug)]
struct Segment {
    /// The offset of its first record.
    base: i64,
    records: Arc<Records>,
}

/// What a reader gets of a partition.
#[derive(Debug)]
pub(super) enum Fetched {
    /// These of the records; the offset is that of the first.
    Records(Arc<Records>, Range<usize>, i64),
    /// The next record needs so much room.
    NoRoom(Amount),
    /// All is read.
    End,
}

/// How much a reader takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) amount: Amount,
    /// Whether the first record passes however large it is.
    pub(super) is_empty: bool,
}

impl Log {
    pub(super) fn start(&self) -> i64 {
        self.start
    }

    pub(super) fn end(&self) -> i64 {
        self.end
    }

    /// Returns how much is kept.
    pub(super) fn held(&self) -> Amount {
        Amount { records: distance(self.start, self.end), bytes: self.bytes }
    }

    /// Appends a copy of a record, with this time if it has none.
    pub(super) fn append(&mut self, records: &Records, at: usize, now: i64) {
        let before = self.open.bytes();
        self.open.copy(records, at, self.end, now);
        self.bytes += self.open.bytes() - before;
        self.end += 1;
        if self.open.len() >= BATCH_RECORDS || self.open.bytes() >= BATCH_BYTES {
            self.close();
        }
    }

    /// Appends records without copying them.
    pub(super) fn adopt(&mut self, mut records: Records, now: i64) {
        self.close();
        records.place(self.end, now);
        let base = self.end;
        self.bytes += records.bytes();
        self.end = after(base, records.len());
        self.segments.push_back(Segment { base, records: Arc::new(records) });
    }

    /// Returns memory for records that are about as many and as large as these.
    pub(super) fn memory_like(&mut self, records: &Records) -> Records {
        self.spares.pop().unwrap_or_else(|| Records::with_capacity(records.len(), records.bytes()))
    }

    /// Returns the next records from an offset on, as many as there is room for. What is not kept any
    /// more is passed over.
    pub(super) fn fetch(&mut self, from: i64, room: Room) -> Fetched {
        let from = from.max(self.start);
        if from >= self.end {
            return Fetched::End;
        }
        if from >= self.open_base() {
            self.close();
        }
        let behind = self.segments.partition_point(|segment| segment.base <= from);
        let Some(segment) = behind.checked_sub(1).and_then(|at| self.segments.get(at)) else {
            return Fetched::End;
        };
        let (records, first) = (&segment.records, distance(segment.base, from));
        let most = Amount {
            records: room.amount.records.min(BATCH_RECORDS),
            bytes: room.amount.bytes.min(BATCH_BYTES),
        };
        let mut last = records.len().min(first.saturating_add(most.records));
        if records.bytes_of(first..last) > most.bytes {
            let mut bytes = 0;
            let fitting = (first..last).take_while(|at| {
                bytes += records.size(*at);
                bytes <= most.bytes
            });
            last = first + fitting.count();
        }
        if last == first {
            let next = Amount { records: 1, bytes: records.size(first) };
            let fits = next.records <= room.amount.records && next.bytes <= room.amount.bytes;
            if !fits && !room.is_empty {
                return Fetched::NoRoom(next);
            }
            last = first + 1;
        }
        Fetched::Records(Arc::clone(records), first..last, from)
    }

    /// Lets go of the records before an offset. Returns how much that was.
    pub(super) fn trim(&mut self, to: i64) -> Amount {
        let to = to.min(self.end);
        if to <= self.start {
            return Amount::default();
        }
        if to > self.open_base() {
            self.close();
        }
        let mut freed = Amount { records: distance(self.start, to), bytes: 0 };
        while let Some(segment) = self.segments.front() {
            let Segment { base, records } = segment;
            let end = after(*base, records.len());
            let gone = distance(*base, self.start)..distance(*base, to.min(end));
            freed.bytes += records.bytes_of(gone);
            if end > to {
                break;
            }
            self.start = end;
            if let Some(segment) = self.segments.pop_front() {
                self.spare(segment);
            }
        }
        self.start = to;
        self.bytes = self.bytes.saturating_sub(freed.bytes);
        freed
    }

    /// Returns the offset of the first record of the open segment.
    fn open_base(&self) -> i64 {
        self.end - i64::try_from(self.open.len()).unwrap_or(i64::MAX)
    }

    fn close(&mut self) {
        if self.open.is_empty() {
            return;
        }
        let base = self.open_base();
        let records = std::mem::take(&mut self.open);
        self.open = self.memory_like(&records);
        self.segments.push_back(Segment { base, records: Arc::new(records) });
    }

    /// Keeps the memory of a segment that nobody reads any more.
    fn spare(&mut self, segment: Segment) {
        if self.spares.len() < SPARES
            && let Ok(mut records) = Arc::try_unwrap(segment.records)
            && records.len() <= 2 * BATCH_RECORDS
            && records.bytes() <= SPARE_BYTES
        {
            records.clear();
            self.spares.push(records);
        }
    }
}

/// Returns the offset so many records behind another.
fn after(offset: i64, records: usize) -> i64 {
    offset.saturating_add(i64::try_from(records).unwrap_or(i64::MAX))
}

/// Returns how many records lie between two offsets.
fn distance(from: i64, to: i64) -> usize {
    usize::try_from(to - from).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::RecordRef;

    const ALL: Room =
        Room { amount: Amount { records: usize::MAX, bytes: usize::MAX }, is_empty: true };

    fn value(value: &[u8]) -> RecordRef<'_> {
        RecordRef { value: Some(value), ..RecordRef::default() }
    }

    fn log(values: &[&[u8]]) -> Log {
        let mut log = Log::default();
        for bytes in values {
            append(&mut log, bytes);
        }
        log
    }

    fn append(log: &mut Log, bytes: &[u8]) {
        log.append(&[value(bytes)].into_iter().collect(), 0, 9);
    }

    /// Offset and value of what is fetched.
    fn fetch(log: &mut Log, from: i64, room: Room) -> Vec<(i64, Vec<u8>)> {
        let Fetched::Records(records, range, first) = log.fetch(from, room) else {
            return Vec::new();
        };
        let fetched: Vec<_> = range
            .filter_map(|at| records.get(at))
            .map(|record| (record.offset, record.value.unwrap().to_vec()))
            .collect();
        assert_eq!(fetched[0].0, first);
        fetched
    }

    #[test]
    fn offsets_stay_when_records_go() {
        let mut log = log(&[b"0", b"11", b"222"]);
        assert_eq!(log.held(), Amount { records: 3, bytes: 6 });
        assert_eq!(log.trim(2), Amount { records: 2, bytes: 3 });
        assert_eq!(log.trim(1), Amount::default());
        assert_eq!((log.start(), log.end()), (2, 3));
        assert_eq!(log.held(), Amount { records: 1, bytes: 3 });
        assert_eq!(fetch(&mut log, 0, ALL), [(2, b"222".to_vec())], "what is gone is passed over");
        assert_eq!(log.trim(9), Amount { records: 1, bytes: 3 });
        assert_eq!((log.start(), log.end()), (3, 3));
        append(&mut log, b"3");
        assert_eq!(fetch(&mut log, 3, ALL), [(3, b"3".to_vec())]);
    }

    #[test]
    fn a_segment_is_read_in_parts_and_goes_in_parts() {
        let mut log = log(&[b"0", b"1"]);
        log.adopt([value(b"2"), value(b"3"), value(b"4")].into_iter().collect(), 9);
        append(&mut log, b"5");
        let two = Room { amount: Amount { records: 2, bytes: usize::MAX }, is_empty: true };
        let read = |log: &mut Log, from| {
            fetch(log, from, two).iter().map(|(at, _)| *at).collect::<Vec<_>>()
        };
        assert_eq!(read(&mut log, 0), [0, 1]);
        assert_eq!(read(&mut log, 1), [1], "a batch is of one segment");
        assert_eq!(read(&mut log, 2), [2, 3]);
        assert_eq!(log.trim(3), Amount { records: 3, bytes: 3 });
        assert_eq!(read(&mut log, 3), [3, 4]);
        assert_eq!(read(&mut log, 5), [5]);
        assert!(matches!(log.fetch(6, ALL), Fetched::End));
        assert_eq!(log.held(), Amount { records: 3, bytes: 3 });
    }

    #[test]
    fn no_more_is_fetched_than_there_is_room_for() {
        let mut log = log(&[b"000", b"11", b"4444"]);
        let mut room = Room { amount: Amount { records: 9, bytes: 5 }, is_empty: false };
        assert_eq!(fetch(&mut log, 0, room).len(), 2);
        room.amount.bytes = 2;
        let Fetched::NoRoom(needed) = log.fetch(0, room) else { panic!() };
        assert_eq!(needed, Amount { records: 1, bytes: 3 });
        room.is_empty = true;
        assert_eq!(fetch(&mut log, 0, room).len(), 1, "it passes alone");
        let none = Room { amount: Amount { records: 0, bytes: 9 }, is_empty: false };
        assert!(matches!(log.fetch(0, none), Fetched::NoRoom(_)));
    }

    #[test]
    fn segments_are_of_a_size_to_take_turns_with() {
        let mut log = Log::default();
        for _ in 0..=BATCH_RECORDS {
            append(&mut log, b"small");
        }
        assert_eq!(fetch(&mut log, 0, ALL).len(), BATCH_RECORDS);
        let large = vec![0; BATCH_BYTES / 2 + 1];
        log.adopt([value(&large), value(&large), value(b"")].into_iter().collect(), 9);
        let from = i64::try_from(BATCH_RECORDS + 1).unwrap();
        assert_eq!(fetch(&mut log, from, ALL).len(), 1);
        append(&mut log, &vec![0; BATCH_BYTES + 1]);
        assert_eq!(fetch(&mut log, from + 3, ALL).len(), 1, "a larger record passes alone");
    }
}
