//! Source, map, filter, count: what the steps do, and the steps as streamlets.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use cloudflow_runtime::prelude::*;

use crate::process::note;
use crate::reading::{Reading, calibrated};

/// How many bytes the message of a record has.
pub(crate) const SIZE: usize = 72;

/// What has arrived. Only one thread at a time writes it, so it needs no atomic addition, which would
/// cost more than the rest of the counting.
static COUNTED: AtomicU64 = AtomicU64::new(0);

/// Counts a reading.
pub(crate) fn count(_: Reading) {
    COUNTED.store(COUNTED.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

/// Returns how many readings were counted.
pub(crate) fn counted() -> u64 {
    COUNTED.load(Ordering::Relaxed)
}

/// What the filter keeps: the upper half.
pub(crate) fn is_kept(reading: &Reading) -> bool {
    reading.value >= 50.5
}

/// Returns how many of the first so many readings the filter keeps.
pub(crate) fn kept(records: u64) -> u64 {
    records / 100 * 50 + (records % 100).saturating_sub(50)
}

/// Sends so many readings.
#[streamlet]
pub async fn source(
    mut out: Outlet<Reading>,
    #[config(default = 1_000)] records: u64,
) -> StreamletResult {
    let mut reading = Reading::new(SIZE);
    for number in 0..records {
        reading.renumber(number);
        out.feed(Record::new(reading.clone())).await?;
    }
    out.flush().await
}

/// Corrects a reading.
#[streamlet]
pub fn map(reading: Reading) -> Reading {
    calibrated(reading)
}

/// Keeps high readings.
#[streamlet]
pub fn filter(reading: Reading) -> Option<Reading> {
    is_kept(&reading).then_some(reading)
}

/// Counts readings.
#[streamlet(name = Counter)]
pub fn counter(reading: Reading) {
    count(reading);
}

blueprint! {
    pub pipeline {
        streamlets {
            source = source;
            map    = map;
            filter = filter;
            count  = Counter;
        }
        connections {
            source.out => map.reading;
            map.out    => filter.reading;
            filter.out => count.reading;
        }
    }
}

/// Runs the command line that this process was started with, and notes what was counted.
pub(crate) fn run() -> ExitCode {
    let code = pipeline::APPLICATION.main();
    note("count", counted());
    code
}
