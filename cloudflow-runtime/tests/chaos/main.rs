//! Applications on a real Kafka whose processes and brokers crash, freeze, stop and come back.
//!
//! This executable is three things: a test runner; with `CHAOS_APPLICATION` set, one of the
//! applications under test; and with `long` in front, a run of a thousand faults:
//!
//! ```sh
//! cargo test -p cloudflow-runtime --features kafka --test chaos -- long [--seed N]
//! ```
//!
//! The applications use what users have: `#[streamlet]`, `blueprint!`, the command line, signals and
//! the management port. What goes in and comes out is written and read with rdkafka.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "the exception of clippy.toml for tests does not reach a test of its own `main`"
)]

mod blueprints;
mod check;
mod cluster;
mod feed;
mod findings;
mod http;
mod long;
mod plan;
mod pod;
mod random;
mod round;
mod short;
mod streamlets;
mod topic;

use std::env;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    if let Ok(name) = env::var(blueprints::APPLICATION) {
        return blueprints::run(&name);
    }
    if env::args().nth(1).as_deref() == Some("long") {
        return long::main();
    }
    let all = [plan::trials(), check::trials(), short::trials(), findings::trials()];
    libtest_mimic::run(&Arguments::from_args(), all.into_iter().flatten().collect()).exit_code()
}

/// A test that needs nothing.
pub(crate) fn test(name: &str, test: fn()) -> Trial {
    Trial::test(name, move || {
        test();
        Ok(())
    })
}

/// A test that is ignored unless it is asked for, since it needs Kafka: `deploy/dev/kafka up`.
pub(crate) fn kafka_test(name: &str, run: fn()) -> Trial {
    test(name, run).with_kind("needs Kafka").with_ignored_flag(true)
}
