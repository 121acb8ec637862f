//! The processor time of a process that runs.

use std::time::Duration;

use nix::time::{clock_getcpuclockid, clock_gettime};

use crate::process::Process;

/// Returns the processor time of all its threads up to now, with that of the system for them.
pub(crate) fn processor_time(process: &Process) -> Duration {
    let clock = clock_getcpuclockid(process.pid()).expect("a process that runs");
    clock_gettime(clock).expect("a process that runs").into()
}
