//! `release`: writes down what is released, or checks that it is written down.

use std::io::Write;

use cloudflow_model::Blueprint;
use cloudflow_model::lock::{Change, Release};
use serde::Serialize;

use super::Failure;
use super::arguments::{Format, ReleaseArguments};
use super::lock::{self, Lock};
use super::verify::{self, count};

/// The result for programs.
#[derive(Serialize)]
struct Report<'a> {
    name: &'a str,
    /// The path of the lock.
    lock: &'a str,
    /// Whether the lock is that of this version, at the end.
    ok: bool,
    /// Whether the lock was written.
    written: bool,
    /// What changed since the release before, the worst first.
    changes: &'a [Change],
}

pub(super) fn release(
    blueprint: &Blueprint<'_>,
    arguments: &ReleaseArguments,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    verify::check(blueprint)?;
    let lock = Lock::read(blueprint, arguments.folder.as_deref())?;
    let next = Release::of(blueprint);
    let changes = lock.changes(&next);
    let breaks = lock::breaks(&changes);
    let is_current = lock.is_current(&next);
    let written = !arguments.check && breaks.is_empty() && !is_current;
    if written {
        lock.write(&next)?;
    }
    let ok = is_current || written;
    if arguments.format == Format::Json {
        let (name, lock) = (blueprint.name, lock.name.as_str());
        let report = Report { name, lock, ok, written, changes: &changes };
        serde_json::to_writer_pretty(&mut *output, &report)?;
        writeln!(output)?;
        return if ok { Ok(()) } else { Err(Failure::Reported) };
    }
    if !breaks.is_empty() {
        return Err(Failure::Problems(breaks));
    }
    for change in &changes {
        writeln!(output, "{change}")?;
    }
    if !ok {
        return Err(stale(&lock));
    }
    let (instances, topics) = (next.instances.len(), next.topics.len());
    let (instances, topics) = (count(instances, "instance"), count(topics, "topic"));
    let what = format!("{instances} and {topics} of `{}`", blueprint.name);
    if written {
        writeln!(output, "`{}` holds {what} now; commit it with this version", lock.name)?;
    } else {
        writeln!(output, "ok: `{}` holds {what}, as this version has them", lock.name)?;
    }
    Ok(())
}

/// The lock is not there, or is that of an earlier version.
fn stale(lock: &Lock) -> Failure {
    let name = &lock.name;
    let what = match lock.released {
        Some(_) => format!("`{name}` is that of an earlier version"),
        None => format!("nothing is released yet: there is no `{name}`"),
    };
    Failure::problem(format!("{what}\nhelp: run `release` without `--check`, and commit the file"))
}
