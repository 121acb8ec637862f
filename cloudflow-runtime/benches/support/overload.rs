//! A sandbox with more work than it can do: the source would send ten times what the last step takes.

use std::process::ExitCode;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use cloudflow_runtime::prelude::*;
use tokio::time::sleep;

use crate::notes::note;
use crate::pipeline::map;
use crate::sample::Sample;

/// What the last step takes in a second, and what the source has.
const TAKEN: u64 = 10_000;
const DUE: u64 = 10 * TAKEN;

/// How far the last step may be ahead of its pace before it waits.
const AHEAD: u64 = TAKEN / 100;

/// How long who is ahead waits.
const PAUSE: Duration = Duration::from_millis(5);

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);
static SENT: AtomicU64 = AtomicU64::new(0);
static TOOK: AtomicU64 = AtomicU64::new(0);

/// Set at the end: the last step may take what is left as fast as it can.
static IS_OVER: AtomicBool = AtomicBool::new(false);

/// Returns how many of so many in a second are due by now.
fn due(in_a_second: u64) -> u64 {
    let elapsed = u64::try_from(STARTED.elapsed().as_millis()).unwrap_or(u64::MAX);
    elapsed.saturating_mul(in_a_second) / 1_000
}

/// Has samples at a rate of its own, whether or not it can send them in time.
#[streamlet]
pub(crate) async fn flood(context: Context, mut out: Outlet<Sample>) -> StreamletResult {
    let stopped = context.stopping();
    tokio::select! {
        // First, for the outlet fails from then on.
        biased;
        () = stopped => {}
        ended = send(&mut out) => ended?,
    }
    IS_OVER.store(true, Ordering::Relaxed);
    out.flush().await
}

async fn send(out: &mut Outlet<Sample>) -> StreamletResult {
    loop {
        for number in SENT.load(Ordering::Relaxed)..due(DUE) {
            out.feed(Record::new(Sample::new(number))).await?;
            SENT.store(number + 1, Ordering::Relaxed);
        }
        sleep(PAUSE).await;
    }
}

/// Takes samples at its own pace.
#[streamlet]
pub(crate) async fn take(_sample: Sample) {
    let took = TOOK.load(Ordering::Relaxed) + 1;
    TOOK.store(took, Ordering::Relaxed);
    while took > due(TAKEN) + AHEAD && !IS_OVER.load(Ordering::Relaxed) {
        sleep(PAUSE).await;
    }
}

blueprint! {
    pub(crate) overload {
        streamlets {
            flood = flood;
            map   = map;
            take  = take;
        }
        connections {
            flood.out => map.sample;
            map.out   => take.sample;
        }
    }
}

/// Runs the command line that this process was started with, and notes what was done until its end.
pub(crate) fn run() -> ExitCode {
    LazyLock::force(&STARTED);
    let code = overload::APPLICATION.main();
    note("due", due(DUE));
    note("sent", SENT.load(Ordering::Relaxed));
    note("taken", TOOK.load(Ordering::Relaxed));
    code
}
