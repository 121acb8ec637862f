//! Source, map, filter, count: what the steps do, and the steps as streamlets.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use cloudflow_runtime::prelude::*;

use crate::notes::note;
use crate::sample::Sample;

/// What has arrived. Only one thread at a time writes it, so it needs no atomic addition, which would
/// cost more than the rest of the counting.
static COUNTED: AtomicU64 = AtomicU64::new(0);

/// Counts a sample.
pub(crate) fn count(_: Sample) {
    COUNTED.store(COUNTED.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

/// Returns how many samples were counted.
pub(crate) fn counted() -> u64 {
    COUNTED.load(Ordering::Relaxed)
}

/// What the filter keeps: the upper half.
pub(crate) fn is_kept(sample: &Sample) -> bool {
    sample.value >= 50.5
}

/// Returns how many of the first so many samples the filter keeps.
pub(crate) fn kept(records: u64) -> u64 {
    records / 100 * 50 + (records % 100).saturating_sub(50)
}

/// Sends so many samples.
#[streamlet]
pub(crate) async fn source(
    mut out: Outlet<Sample>,
    #[config(default = 1_000)] records: u64,
) -> StreamletResult {
    for number in 0..records {
        out.feed(Record::new(Sample::new(number))).await?;
    }
    out.flush().await
}

/// Corrects a sample.
#[streamlet]
pub(crate) fn map(sample: Sample) -> Sample {
    sample.calibrated()
}

/// Keeps high samples.
#[streamlet]
pub(crate) fn filter(sample: Sample) -> Option<Sample> {
    is_kept(&sample).then_some(sample)
}

/// Counts samples.
#[streamlet(name = Counter)]
pub(crate) fn counter(sample: Sample) {
    count(sample);
}

blueprint! {
    pub(crate) pipeline {
        streamlets {
            source = source;
            map    = map;
            filter = filter;
            count  = Counter;
        }
        connections {
            source.out => map.sample;
            map.out    => filter.sample;
            filter.out => count.sample;
        }
    }
}

/// Runs the command line that this process was started with, and notes what was counted.
pub(crate) fn run() -> ExitCode {
    let code = pipeline::APPLICATION.main();
    note("count", counted());
    code
}
