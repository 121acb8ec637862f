//! What is known of a topic, guarded by one lock.

use std::collections::VecDeque;
use std::task::{Context, Waker};

use tokio::time::Instant;

use super::lanes::{Lane, LaneId, Lanes};
use super::later::Later;
use super::log::{Fetched, Log, Room};
use super::parcel::Parcel;
use super::settings::MemorySettings;
use crate::transport::partitioner::Partitioner;
use crate::transport::{Amount, Lag, Records};

/// How small a batch may be and still become a segment as it is: smaller ones are copied together, so
/// that readers get batches of a size.
const ADOPTED_RECORDS: usize = 64;

/// The records of a topic, and how far those who read it are.
#[derive(Debug)]
pub(super) struct State {
    settings: MemorySettings,
    logs: Vec<Log>,
    lanes: Lanes,
    held: Amount,
    partitioner: Partitioner,
    /// What waits for room.
    queue: VecDeque<Parcel>,
    /// Since when what waits has waited for any room at all.
    stuck: Option<Instant>,
    is_sealed: bool,
    /// How often records came.
    version: u64,
    /// Whether records went that nobody had read.
    has_expired: bool,
    /// Who waits for records.
    readers: Vec<Waker>,
}

/// A topic that keeps those waiting who write to it.
#[derive(Debug)]
pub(super) struct Stuck {
    pub(super) since: Instant,
    pub(super) held: Amount,
    /// How many records wait for room.
    pub(super) waiting: usize,
    /// The group that is behind most, and by how many records; no group if a reader without one is.
    pub(super) behind: (Option<String>, u64),
}

impl State {
    pub(super) fn new(settings: MemorySettings) -> Self {
        Self {
            settings,
            logs: Vec::new(),
            lanes: Lanes::default(),
            held: Amount::default(),
            partitioner: Partitioner::default(),
            queue: VecDeque::new(),
            stuck: None,
            is_sealed: false,
            version: 0,
            has_expired: false,
            readers: Vec::new(),
        }
    }

    pub(super) fn partitions(&self) -> u32 {
        u32::try_from(self.logs.len()).unwrap_or(u32::MAX)
    }

    /// Adds partitions until there are this many.
    pub(super) fn grow(&mut self, partitions: u32) {
        while self.partitions() < partitions {
            self.logs.push(Log::default());
            self.lanes.grow();
        }
    }

    /// Returns the lanes of a group, one for each of its inlets that read the topic: from now on
    /// records are kept for them. New ones begin where the group has committed, or with what is kept.
    pub(super) fn register(&mut self, group: &str, lanes: usize, later: &mut Later) -> Vec<LaneId> {
        let mut known = self.lanes.of(group);
        for surplus in known.drain(known.len().min(lanes)..) {
            self.remove_lane(surplus, later);
        }
        let committed = self.committed(group);
        while known.len() < lanes {
            let positions = committed.iter().copied().map(Some).collect();
            known.push(self.lanes.add(Some(group.to_owned()), positions));
        }
        known
    }

    /// Keeps records for a group from now on, however many inlets it will have.
    pub(super) fn make_known(&mut self, group: &str, later: &mut Later) {
        let lanes = self.lanes.of(group).len().max(1);
        self.register(group, lanes, later);
    }

    /// Makes a reader without a group known, with the partitions and offsets that it begins at.
    pub(super) fn add_reader(&mut self, from: impl Iterator<Item = (i32, i64)>) -> LaneId {
        let mut positions = vec![None; self.logs.len()];
        for (partition, offset) in from {
            if let Some(position) = positions.get_mut(index(partition)) {
                *position = Some(offset);
            }
        }
        self.lanes.add(None, positions)
    }

    /// Keeps nothing for a lane any more.
    pub(super) fn remove_lane(&mut self, lane: LaneId, later: &mut Later) {
        self.lanes.remove(lane);
        for partition in 0..self.logs.len() {
            self.trim(partition);
        }
        self.take_in(later);
    }

    /// Moves a lane on, and lets go of what all have passed.
    pub(super) fn advance(
        &mut self,
        lane: LaneId,
        positions: impl Iterator<Item = (i32, i64)>,
        later: &mut Later,
    ) {
        for (partition, offset) in positions {
            if self.lanes.advance(lane, index(partition), offset) {
                self.trim(index(partition));
            }
        }
        self.take_in(later);
    }

    /// Returns the position of a lane in a partition.
    pub(super) fn position(&self, lane: LaneId, partition: i32) -> i64 {
        self.lanes.position(lane, index(partition)).unwrap_or_default()
    }

    /// Returns the next records of a partition.
    pub(super) fn fetch(&mut self, partition: i32, from: i64, room: Room) -> Fetched {
        self.logs.get_mut(index(partition)).map_or(Fetched::End, |log| log.fetch(from, room))
    }

    /// Returns whether no record is behind this offset of a partition.
    pub(super) fn is_end(&self, partition: i32, offset: i64) -> bool {
        self.logs.get(index(partition)).is_none_or(|log| offset >= log.end())
    }

    /// Has the task woken when records come, or none come any more.
    pub(super) fn watch(&mut self, context: &Context<'_>) {
        if !self.readers.iter().any(|waker| waker.will_wake(context.waker())) {
            self.readers.push(context.waker().clone());
        }
    }

    /// Returns whether records are appended without delay if there is room: nobody waits before them.
    pub(super) fn is_open(&self) -> bool {
        self.queue.is_empty()
    }

    /// Returns whether these records become a segment as they are.
    pub(super) fn adopts(&self, records: &Records) -> bool {
        let Self { settings, held, .. } = self;
        self.logs.len() == 1
            && records.len() >= ADOPTED_RECORDS
            && held.records.saturating_add(records.len()) <= settings.records
            && held.bytes.saturating_add(records.bytes()) <= settings.bytes
    }

    /// Returns memory for records that are about as many and as large as these.
    pub(super) fn memory_like(&mut self, records: &Records) -> Records {
        self.logs.first_mut().map(|log| log.memory_like(records)).unwrap_or_default()
    }

    /// Appends all of these records.
    pub(super) fn adopt(&mut self, records: Records, now: i64, later: &mut Later) {
        let Some(log) = self.logs.first_mut() else { return };
        self.held.records += records.len();
        self.held.bytes += records.bytes();
        log.adopt(records, now);
        self.tell_readers(later);
    }

    /// Appends copies of the records from a given one on, while there is room, but for those that are
    /// refused. Returns up to which one.
    pub(super) fn append(
        &mut self,
        records: &Records,
        from: usize,
        refused: &[usize],
        now: i64,
        later: &mut Later,
    ) -> usize {
        let partitions = self.partitions();
        let (has_refused, has_groups) = (!refused.is_empty(), self.lanes.has_groups());
        let mut at = from;
        while at < records.len() {
            if has_refused && refused.binary_search(&at).is_ok() {
                at += 1;
                continue;
            }
            if has_groups && self.is_full() {
                break;
            }
            let partition = self.partitioner.partition(records.key(at), partitions) as usize;
            if !has_groups && self.is_full() && !self.expire(partition) {
                break;
            }
            let Some(log) = self.logs.get_mut(partition) else { break };
            self.held.records += 1;
            self.held.bytes += records.size(at);
            log.append(records, at, now);
            at += 1;
        }
        if at > from {
            self.tell_readers(later);
        }
        at
    }

    /// Keeps records until there is room.
    pub(super) fn enqueue(&mut self, parcel: Parcel) {
        if self.queue.is_empty() {
            self.stuck = Some(Instant::now());
        }
        self.queue.push_back(parcel);
    }

    /// Takes out what a sink has sent and the log does not have.
    pub(super) fn withdraw(&mut self, sink: u64, later: &mut Later) -> Vec<Parcel> {
        let (gone, kept): (VecDeque<_>, _) =
            std::mem::take(&mut self.queue).into_iter().partition(|parcel| parcel.sink == sink);
        self.queue = kept;
        self.take_in(later);
        gone.into()
    }

    /// Nobody writes any more, or somebody does again.
    pub(super) fn set_sealed(&mut self, is_sealed: bool, later: &mut Later) {
        self.is_sealed = is_sealed;
        later.wake_all(&mut self.readers);
    }

    /// Returns what is another number when records have come.
    pub(super) fn version(&self) -> u64 {
        self.version
    }

    pub(super) fn has_expired(&self) -> bool {
        self.has_expired
    }

    pub(super) fn is_sealed(&self) -> bool {
        self.is_sealed
    }

    /// Returns whether nothing comes any more behind what the logs hold.
    pub(super) fn is_ended(&self) -> bool {
        self.is_sealed && self.queue.is_empty()
    }

    /// Returns how far a group is behind in each partition.
    pub(super) fn lag(&self, group: &str) -> Vec<Lag> {
        let committed = self.committed(group).into_iter();
        committed
            .zip(&self.logs)
            .map(|(committed, log)| Lag { committed, end: log.end() })
            .collect()
    }

    /// Returns who keeps whom waiting, if somebody waits.
    pub(super) fn stuck(&self) -> Option<Stuck> {
        let since = self.stuck?;
        let behind = self.lanes.iter().map(|lane| (lane.group.clone(), self.behind(lane)));
        Some(Stuck {
            since,
            held: self.held,
            waiting: self.queue.iter().map(Parcel::waiting).sum(),
            behind: behind.max_by_key(|(_, records)| *records).unwrap_or_default(),
        })
    }

    /// Returns what a group has committed in each partition; where that is nothing, the first offset.
    fn committed(&self, group: &str) -> Vec<i64> {
        let logs = self.logs.iter().enumerate();
        let committed = logs.map(|(partition, log)| {
            let committed = self.lanes.committed(group, partition);
            committed.map_or(log.start(), |committed| committed.max(log.start()))
        });
        committed.collect()
    }

    fn behind(&self, lane: &Lane) -> u64 {
        let behind = lane.positions.iter().zip(&self.logs).filter_map(|(position, log)| {
            Some(Lag { committed: (*position)?.max(log.start()), end: log.end() }.behind())
        });
        behind.sum()
    }

    /// Lets go of what all have passed. Readers without a group alone make nothing go: others may want
    /// to read it too.
    fn trim(&mut self, partition: usize) {
        if !self.lanes.has_groups() {
            return;
        }
        if let Some(needed) = self.lanes.needed(partition)
            && let Some(log) = self.logs.get_mut(partition)
        {
            let freed = log.trim(needed);
            self.free(freed);
        }
    }

    /// Appends what waits, as far as there is room.
    fn take_in(&mut self, later: &mut Later) {
        let mut has_moved = false;
        while let Some(mut parcel) = self.queue.pop_front() {
            let Parcel { records, done, refused, sent, .. } = &mut parcel;
            if *done == 0 && refused.is_empty() && self.adopts(records) {
                *done = records.len();
                self.adopt(std::mem::take(records), *sent, later);
                later.written(parcel);
                has_moved = true;
                continue;
            }
            let before = *done;
            *done = self.append(records, before, refused, *sent, later);
            if *done < records.len() {
                if has_moved || *done > before {
                    self.stuck = Some(Instant::now());
                }
                self.queue.push_front(parcel);
                return;
            }
            later.written(parcel);
            has_moved = true;
        }
        if self.stuck.take().is_some() && self.is_sealed {
            // Who has read all waited for what has just come, or was withdrawn.
            later.wake_all(&mut self.readers);
        }
    }

    fn tell_readers(&mut self, later: &mut Later) {
        self.version += 1;
        later.wake_all(&mut self.readers);
    }

    fn is_full(&self) -> bool {
        self.held.records >= self.settings.records || self.held.bytes >= self.settings.bytes
    }

    /// Makes room in a topic that no group reads: lets go of the oldest record of the partition that has
    /// most, which is this one if it is one of them, but of none that a reader still needs. Returns
    /// whether there is room now.
    fn expire(&mut self, next: usize) -> bool {
        while self.is_full() {
            let Self { logs, lanes, .. } = self;
            let can_go = logs.iter_mut().enumerate().filter(|(partition, log)| {
                log.held().records > 0
                    && lanes.needed(*partition).is_none_or(|needed| needed > log.start())
            });
            let largest = can_go.max_by_key(|(at, log)| (log.held().records, *at == next));
            let Some((_, log)) = largest else { return false };
            let freed = log.trim(log.start() + 1);
            self.free(freed);
            self.has_expired = true;
        }
        true
    }

    fn free(&mut self, freed: Amount) {
        self.held.records = self.held.records.saturating_sub(freed.records);
        self.held.bytes = self.held.bytes.saturating_sub(freed.bytes);
    }
}

fn index(partition: i32) -> usize {
    usize::try_from(partition).unwrap_or(usize::MAX)
}
