//! The sandbox stops in the order of the graph. Seen with a drain of one second: 45,700 of 53,511
//! accepted records vanished, and the exit code was 0.

use std::time::Duration;

use super::bench::{PATIENCE, Sandbox};
use crate::cluster::DEADLINE;
use crate::pod::Process;

const TOTAL: i64 = 2_000;

/// Starts the sandbox, and stops it when all records are accepted and most are still on their way.
fn stop(sandbox: &Sandbox, pause: &str, drain: &str) -> Process {
    let settings = [
        format!("--set=numbers.total={TOTAL}"),
        format!("--set=slow.pause={pause}"),
        format!("--drain-timeout={drain}"),
    ];
    let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
    let mut process = sandbox.start(&settings);
    process.await_line(&format!("numbers.out={TOTAL}"));
    process.signal("TERM");
    process
}

pub(super) fn in_order() {
    let sandbox = Sandbox::new("sandbox_drain", &["out"]);
    let mut process = stop(&sandbox, "1 ms", "80 s");
    let status = process.end_within(DEADLINE);
    let status = status.unwrap_or_else(|| panic!("it does not end:\n{}", process.output()));
    assert!(status.success(), "{}", process.output());
    let mut numbers = sandbox.numbers();
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(0..TOTAL), "{}", process.output());
}

pub(super) fn too_short() {
    let sandbox = Sandbox::new("sandbox_drain", &["out"]);
    let mut process = stop(&sandbox, "50 ms", "1 s");
    let status = process.end_within(PATIENCE + Duration::from_secs(1));
    let status = status.unwrap_or_else(|| panic!("it does not end:\n{}", process.output()));
    let output = process.output();
    assert!(!status.success(), "records are lost, and it says that all is well:\n{output}");
    let lost = TOTAL - i64::try_from(sandbox.numbers().len()).unwrap();
    let says = output.lines().any(|line| line.contains("lost") && line.contains(&lost.to_string()));
    assert!(says, "it does not say that {lost} records are lost:\n{output}");
}
