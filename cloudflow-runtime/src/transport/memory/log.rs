//! One partition: records with rising offsets, of which the oldest go away.

use std::collections::VecDeque;

use crate::transport::Message;

/// The records of a partition that are still needed.
#[derive(Debug, Default)]
pub(super) struct Log {
    records: VecDeque<Stored>,
    /// The offset of the first record kept.
    start: i64,
    /// The offset of the next record.
    end: i64,
}

#[derive(Debug)]
struct Stored {
    message: Message,
    size: usize,
    /// When it came, among all records of the topic.
    sequence: u64,
}

/// How much there is, or went away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) records: usize,
    pub(super) bytes: usize,
}

impl Amount {
    pub(super) fn without(self, part: Self) -> Self {
        Self {
            records: self.records.saturating_sub(part.records),
            bytes: self.bytes.saturating_sub(part.bytes),
        }
    }
}

impl Log {
    pub(super) fn start(&self) -> i64 {
        self.start
    }

    pub(super) fn end(&self) -> i64 {
        self.end
    }

    pub(super) fn append(&mut self, message: Message, size: usize, sequence: u64) {
        self.records.push_back(Stored { message, size, sequence });
        self.end += 1;
    }

    pub(super) fn get(&self, offset: i64) -> Option<&Message> {
        let at = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        self.records.get(at).map(|stored| &stored.message)
    }

    /// Returns the sequence number of the oldest record.
    pub(super) fn oldest(&self) -> Option<u64> {
        self.records.front().map(|stored| stored.sequence)
    }

    /// Lets go of the records before this offset.
    pub(super) fn trim(&mut self, offset: i64) -> Amount {
        let mut freed = Amount::default();
        while self.start < offset
            && let Some(stored) = self.records.pop_front()
        {
            self.start += 1;
            freed.records += 1;
            freed.bytes += stored.size;
        }
        freed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_stay_when_records_go() {
        let mut log = Log::default();
        for size in [10, 20, 30] {
            log.append(Message { timestamp: Some(size), ..Message::default() }, 10, 0);
        }
        assert_eq!(log.trim(2), Amount { records: 2, bytes: 20 });
        assert_eq!(log.trim(1), Amount::default());
        assert_eq!((log.start(), log.end()), (2, 3));
        assert_eq!(log.get(1), None);
        assert_eq!(log.get(2).and_then(|message| message.timestamp), Some(30));
        assert_eq!(log.trim(9), Amount { records: 1, bytes: 10 });
        assert_eq!((log.start(), log.end()), (3, 3));
    }
}
