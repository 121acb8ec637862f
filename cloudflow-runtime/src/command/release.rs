//! `release`: writes down what is released, or checks that it is written down.

use std::io::Write;

use cloudflow_model::Blueprint;
use cloudflow_model::lock::{Change, Release, Schemas};
use serde::Serialize;

use super::Failure;
use super::arguments::{Format, ReleaseArguments};
use super::lock::{self, Lock};
use super::verify::{self, count};
use super::versions::{self, NewVersion};

/// The result for programs.
#[derive(Serialize)]
struct Report<'a> {
    name: &'a str,
    /// The paths of the locks.
    locks: [&'a str; 2],
    /// Whether the locks are those of this version, at the end.
    ok: bool,
    /// Whether a lock was written.
    written: bool,
    /// What changed in the topology since the release before, the worst first.
    changes: &'a [Change],
    /// The versions of schemas that the release before did not have.
    schemas: &'a [NewVersion],
}

pub(super) fn release(
    blueprint: &Blueprint<'_>,
    arguments: &ReleaseArguments,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    verify::check(blueprint)?;
    let folder = lock::folder(blueprint, arguments.folder.as_deref())?;
    let topology = Lock::read(folder, Release::FILE, Release::parse)?;
    let schemas = Lock::read(folder, Schemas::FILE, Schemas::parse)?;

    let next = Release::of(blueprint);
    let changes = topology.changes(&next);
    let breaks: Vec<_> = lock::breaks(&changes).map(ToString::to_string).collect();
    let mut next_schemas = schemas.released.clone().unwrap_or_default();
    let added = versions::add(&mut next_schemas, blueprint)?;

    // Comments and the order of entries say nothing.
    let is_current = |lock: &Lock<Release>| {
        lock.released.as_ref().is_some_and(|released| released.to_text() == next.to_text())
    };
    let is_current = is_current(&topology) && added.is_empty() && schemas.released.is_some();
    let written = !arguments.check && breaks.is_empty() && !is_current;
    if written {
        schemas.write(&next_schemas.to_text())?;
        topology.write(&next.to_text())?;
    }
    let ok = is_current || written;
    let names = [topology.name.as_str(), schemas.name.as_str()];
    if arguments.format == Format::Json {
        let (name, locks, changes, schemas) = (blueprint.name, names, &*changes, &*added);
        let report = Report { name, locks, ok, written, changes, schemas };
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
    for version in &added {
        writeln!(output, "{}", version.text())?;
    }
    if !ok {
        return Err(stale(names, topology.released.is_some()));
    }
    let (instances, topics) = (next.instances.len(), next.topics.len());
    let (instances, topics) = (count(instances, "instance"), count(topics, "topic"));
    let [topology, schemas] = names;
    let (name, locks) = (blueprint.name, format!("`{topology}` and `{schemas}`"));
    if written {
        writeln!(output, "released {instances} and {topics} of `{name}`; commit {locks}")?;
    } else {
        writeln!(output, "ok: {locks} hold {instances} and {topics} of `{name}` as they are")?;
    }
    Ok(())
}

/// The locks are not there, or are those of an earlier version.
fn stale([topology, schemas]: [&str; 2], is_released: bool) -> Failure {
    let what = if is_released {
        format!("`{topology}` and `{schemas}` are those of an earlier version")
    } else {
        format!("nothing is released yet: there is no `{topology}`")
    };
    Failure::problem(format!("{what}\nhelp: run `release` without `--check`, and commit the files"))
}
