//! The contender that is ours: a value function between two topics, run as a pod runs it.

use std::process::ExitCode;

use cloudflow_runtime::prelude::*;

use crate::reading::{Reading, calibrated};

/// Corrects a reading.
#[streamlet]
pub(crate) fn calibrate(reading: Reading) -> Reading {
    calibrated(reading)
}

blueprint! {
    /// One streamlet over readings of 100 bytes, of 1 KiB, and at a given pace.
    pub(crate) bench {
        streamlets {
            small = calibrate;
            large = calibrate;
            paced = calibrate;
        }
        topics {
            small.reading { name = "bench-readings-100" }
            small.out     { name = "bench-results-100" }
            large.reading { name = "bench-readings-1024" }
            large.out     { name = "bench-results-1024" }
            paced.reading { name = "bench-paced-readings" }
            paced.out     { name = "bench-paced-results" }
        }
    }
}

/// What the name of each of its groups begins with.
pub(crate) const GROUPS: &str = "bench.";

/// Runs the command line that this process was started with.
pub(crate) fn run() -> ExitCode {
    bench::APPLICATION.main()
}
