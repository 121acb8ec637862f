//! How often memory is allocated for a record on its way through a value function.
//!
//! An allocator that counts is one for a whole process, so this is a binary of its own. It starts itself
//! as an application, over a number of records and over twice as many: what is allocated once, or with
//! time, is in both.

#![expect(clippy::print_stdout, reason = "the figures are worth reading, also when they are good")]

use std::alloc::System;
use std::env;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicU64, Ordering};

use cloudflow_runtime::prelude::*;
use libtest_mimic::{Arguments, Trial};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The variable that makes this executable an application, and says which.
const APPLICATION: &str = "CLOUDFLOW_TEST_APPLICATION";

/// How many records go through in the shorter of two runs.
const RECORDS: u64 = 50_000;

/// How often a value function may allocate for a record. What is allocated for a batch is shared by its
/// records, and a single allocation for each record would be 1.
const MOST: f64 = 0.5;

/// A record that needs no memory of its own.
#[derive(AvroRecord, Clone, Debug, PartialEq)]
pub struct Sample {
    /// Which sample.
    pub number: i64,
    /// The value.
    pub value: f64,
}

/// Sends so many samples.
#[streamlet]
pub async fn source(
    mut out: Outlet<Sample>,
    #[config(default = 1_000)] records: u64,
) -> StreamletResult {
    for number in 0..records {
        let number = number.cast_signed();
        out.feed(Record::new(Sample { number, value: 20.0 })).await?;
    }
    out.flush().await
}

/// Corrects a sample.
#[streamlet]
pub fn calibrate(sample: Sample) -> Sample {
    Sample { value: sample.value * 1.01 + 0.5, ..sample }
}

static COUNTED: AtomicU64 = AtomicU64::new(0);

/// Counts samples.
#[streamlet]
pub fn count(_sample: Sample) {
    COUNTED.fetch_add(1, Ordering::Relaxed);
}

blueprint! {
    /// From a source to a sink.
    pub short {
        streamlets { source = source; count = count; }
        connections { source.out => count.sample; }
    }
}

blueprint! {
    /// The same with a value function in between.
    pub long {
        streamlets { source = source; calibrate = calibrate; count = count; }
        connections {
            source.out    => calibrate.sample;
            calibrate.out => count.sample;
        }
    }
}

fn main() -> ExitCode {
    match env::var(APPLICATION).as_deref() {
        Ok("short") => counted(short::APPLICATION),
        Ok("long") => counted(long::APPLICATION),
        _ => {
            let test = Trial::test("what_a_value_function_allocates_for_a_record", || {
                value_function().map_err(Into::into)
            });
            libtest_mimic::run(&Arguments::from_args(), vec![test]).exit_code()
        }
    }
}

/// Runs the command line that this process was started with; prints how many records came to the end and
/// how often memory was allocated.
fn counted(application: cloudflow_runtime::Application) -> ExitCode {
    let code = application.main();
    let stats = ALLOCATOR.stats();
    println!("counted {}", COUNTED.load(Ordering::Relaxed));
    println!("allocations {}", stats.allocations + stats.reallocations);
    code
}

fn value_function() -> Result<(), String> {
    let short = for_each_record("short")?;
    let long = for_each_record("long")?;
    let value_function = long - short;
    println!(
        "allocations for a record: {short:.2} from a source to a sink, {value_function:.2} for a value \
         function in between"
    );
    if value_function > MOST {
        return Err(format!(
            "a value function allocates {value_function:.2} times for a record, and may {MOST} times"
        ));
    }
    Ok(())
}

/// Returns how often memory is allocated for each of the records that one run has more than another.
#[expect(clippy::cast_precision_loss, reason = "some millions")]
fn for_each_record(application: &str) -> Result<f64, String> {
    let (few, many) = (run(application, RECORDS)?, run(application, 2 * RECORDS)?);
    Ok((many as f64 - few as f64) / RECORDS as f64)
}

/// Runs a sandbox to its end; returns how often it allocated.
fn run(application: &str, records: u64) -> Result<u64, String> {
    let mut command = Command::new(env::current_exe().map_err(|error| error.to_string())?);
    command.env(APPLICATION, application).env_remove("CARGO_MANIFEST_DIR");
    command.args(["sandbox", "--set", &format!("source.records={records}")]);
    let output = command.output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let noted = |name: &str| -> Result<u64, String> {
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        value.ok_or_else(|| format!("`{application}` ended without {name}:\n{text}"))
    };
    match noted("counted")? {
        counted if counted == records => noted("allocations"),
        counted => Err(format!("`{application}` counted {counted} of {records} records")),
    }
}
