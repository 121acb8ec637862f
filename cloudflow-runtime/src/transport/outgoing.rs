//! Records on their way out, with what waits for their acknowledgement.

use std::fmt;

use tokio::sync::oneshot;

use super::TransportError;
use super::batch::Batch;
use super::bound::Amount;
use super::records::Records;

/// Where the fate of one record is told to whoever sent it.
pub(crate) type Report = oneshot::Sender<Result<(), TransportError>>;

/// A batch of records for a [`Sink`](super::Sink).
#[derive(Debug, Default)]
pub struct Outgoing {
    records: Records,
    ties: Ties,
}

/// What waits for the fate of records that a sink has taken: their origins, and those who sent them.
///
/// A sink tells the fate of every record, once. What is dropped untold counts as lost.
#[derive(Default)]
pub struct Ties {
    /// Where each record came from.
    origins: Vec<Origin>,
    /// The batches that origins refer to.
    batches: Vec<Batch>,
    /// The origins of records that came from several.
    several: Vec<Box<[(Batch, usize)]>>,
    /// Who waits for the fate of which record, in their order.
    reports: Vec<(usize, Option<Report>)>,
    /// How many records have their fate told.
    told: usize,
}

/// The origin of a record, in eight bytes.
#[derive(Clone, Copy, Debug)]
struct Origin {
    /// Which of the batches; or one of the words below.
    batch: u32,
    /// Which record of the batch.
    at: u32,
}

/// A record from outside, which nothing waits for.
const NONE: u32 = u32::MAX;
/// The record has several origins: `at` says where they stand.
const SEVERAL: u32 = u32::MAX - 1;
/// The fate of the record is told.
const TOLD: Origin = Origin { batch: u32::MAX - 2, at: 0 };

impl Outgoing {
    /// Returns the records.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// Returns how much it holds.
    pub fn amount(&self) -> Amount {
        Amount { records: self.records.len(), bytes: self.records.bytes() }
    }

    /// Returns whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Adds a record that comes from outside.
    pub fn push(&mut self, write: impl FnOnce(&mut Records)) {
        self.add(write, Origin { batch: NONE, at: 0 });
    }

    /// Adds a record that one record of a batch waits for, as a party that is counted already.
    pub fn push_of(&mut self, batch: &Batch, at: usize, write: impl FnOnce(&mut Records)) {
        let origin = self.ties.origin(batch, at);
        self.add(write, origin);
    }

    /// Adds a record that several wait for.
    pub(crate) fn push_of_several(
        &mut self,
        origins: Box<[(Batch, usize)]>,
        write: impl FnOnce(&mut Records),
    ) {
        let at = u32::try_from(self.ties.several.len()).unwrap_or(NONE);
        self.ties.several.push(origins);
        self.add(write, Origin { batch: SEVERAL, at });
    }

    /// Has the fate of the last record told.
    pub(crate) fn report_last(&mut self, report: Report) {
        if let Some(last) = self.records.len().checked_sub(1) {
            self.ties.reports.push((last, Some(report)));
        }
    }

    /// Takes everything out: the records, and what waits for their fate.
    pub fn take(&mut self) -> (Records, Ties) {
        let ties = self.take_ties();
        (std::mem::take(&mut self.records), ties)
    }

    /// Takes out what waits for the records' fate, for a sink that copies them and leaves the memory.
    pub fn take_ties(&mut self) -> Ties {
        // The next batch is as large as this one, more often than not.
        let mut next = Ties::default();
        next.origins.reserve_exact(self.ties.len());
        std::mem::replace(&mut self.ties, next)
    }

    /// Empties the records and keeps the memory.
    pub fn clear_records(&mut self) {
        self.records.clear();
    }

    /// Tells that the log will not have a record, as [`Ties::lost`] does.
    pub(crate) fn lost(&mut self, record: usize, error: TransportError) -> Option<TransportError> {
        self.ties.lost(record, error)
    }

    /// Tells that the log has these records, as [`Ties::written`] does.
    pub(crate) fn written(&mut self, records: impl Iterator<Item = usize>) {
        self.ties.written(records);
    }

    /// Empties it and keeps the memory, when the fate of all records is told.
    pub(crate) fn clear(&mut self) {
        self.records.clear();
        self.ties.clear();
    }

    /// Takes out the records, whose fate is told here, and leaves other memory in their place.
    pub(crate) fn replace_records(&mut self, memory: Records) -> Records {
        std::mem::replace(&mut self.records, memory)
    }

    fn add(&mut self, write: impl FnOnce(&mut Records), origin: Origin) {
        write(&mut self.records);
        self.ties.origins.push(origin);
        debug_assert_eq!(self.records.len(), self.ties.origins.len(), "one record is written");
    }
}

impl Ties {
    /// Returns how many records there are.
    pub fn len(&self) -> usize {
        self.origins.len()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.origins.is_empty()
    }

    /// Tells that the log has these records.
    pub fn written(&mut self, records: impl Iterator<Item = usize>) {
        if self.batches.is_empty() && self.several.is_empty() && self.reports.is_empty() {
            // Nobody waits for any of them.
            self.told = self.origins.len();
            return;
        }
        let Self { origins, batches, several, reports, told } = self;
        // Records of one batch mostly come together: they are counted out together.
        let mut run: Option<(u32, usize)> = None;
        let close = |run: Option<(u32, usize)>| {
            if let Some((batch, settled)) = run
                && let Some(batch) = batches.get(batch as usize)
            {
                batch.close_settled(settled);
            }
        };
        for record in records {
            let Some(origin) = origins.get_mut(record) else { continue };
            let Origin { batch, at } = std::mem::replace(origin, TOLD);
            *told += usize::from(batch != TOLD.batch);
            match batch {
                NONE => {}
                SEVERAL => {
                    for (batch, at) in several.get(at as usize).into_iter().flatten() {
                        batch.settle(*at);
                    }
                }
                number => {
                    let Some(batch) = batches.get(number as usize) else { continue };
                    if run.is_none_or(|(other, _)| other != number) {
                        close(run.take());
                        run = Some((number, 0));
                    }
                    if batch.count_down(at as usize)
                        && let Some((_, settled)) = &mut run
                    {
                        *settled += 1;
                    }
                }
            }
            if !reports.is_empty() {
                tell(reports, record, Ok(()));
            }
        }
        close(run);
    }

    /// Tells that the log does not have a record. Returns the error if nobody else heard of it.
    pub fn lost(&mut self, record: usize, error: TransportError) -> Option<TransportError> {
        let origin = self.origins.get_mut(record)?;
        let Origin { batch, at } = std::mem::replace(origin, TOLD);
        if batch == TOLD.batch {
            return None;
        }
        self.told += 1;
        let is_told =
            !self.reports.is_empty() && tell(&mut self.reports, record, Err(error.clone()));
        match batch {
            NONE => return (!is_told).then_some(error),
            SEVERAL => {
                for (batch, at) in self.several.get(at as usize).into_iter().flatten() {
                    batch.lose(*at);
                }
            }
            batch => {
                if let Some(batch) = self.batches.get(batch as usize) {
                    batch.lose(at as usize);
                }
            }
        }
        // Whoever heard it may go on all the same, and the position would stand still in silence.
        Some(error)
    }

    /// Lets go of all, as a drop does, and keeps the memory.
    fn clear(&mut self) {
        if self.told < self.origins.len() {
            for record in 0..self.origins.len() {
                self.lost(record, TransportError::Closed);
            }
        }
        self.told = 0;
        self.origins.clear();
        self.batches.clear();
        self.several.clear();
        self.reports.clear();
    }

    fn origin(&mut self, batch: &Batch, at: usize) -> Origin {
        if !self.batches.last().is_some_and(|last| last.is_same(batch)) {
            self.batches.push(batch.clone());
        }
        Origin {
            batch: u32::try_from(self.batches.len() - 1).unwrap_or(NONE),
            at: u32::try_from(at).unwrap_or(u32::MAX),
        }
    }
}

fn tell(
    reports: &mut [(usize, Option<Report>)],
    record: usize,
    result: Result<(), TransportError>,
) -> bool {
    let Ok(found) = reports.binary_search_by_key(&record, |(record, _)| *record) else {
        return false;
    };
    let Some(report) = reports.get_mut(found).and_then(|(_, report)| report.take()) else {
        return false;
    };
    report.send(result).is_ok()
}

impl Drop for Ties {
    fn drop(&mut self) {
        self.clear();
    }
}

impl fmt::Debug for Ties {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Ties").field("records", &self.len()).finish_non_exhaustive()
    }
}
