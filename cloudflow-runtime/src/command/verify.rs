//! `verify`: every rule on the blueprint, then what is released, then the configuration.

use std::io::Write;

use cloudflow_model::{Blueprint, Topology, rules};
use serde::Serialize;

use super::arguments::{Format, VerifyArguments};
use super::{Failure, lock};
use crate::config::Configuration;

/// The result for programs.
#[derive(Serialize)]
struct Report<'a> {
    name: &'a str,
    ok: bool,
    instances: usize,
    connections: usize,
    topics: usize,
    problems: Vec<Finding>,
}

#[derive(Serialize)]
struct Finding {
    /// The rule; what is wrong with a configuration or a file has none.
    rule: Option<&'static str>,
    message: String,
}

pub(super) fn verify(
    blueprint: &Blueprint<'_>,
    arguments: VerifyArguments,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    let mut problems = broken_rules(blueprint);
    if problems.is_empty() {
        let broken = lock::broken_promises(blueprint).into_iter();
        problems.extend(broken.map(|(rule, message)| Finding { rule, message }));
    }
    // A configuration of a broken blueprint would only repeat its problems in other words.
    if problems.is_empty()
        && let Err(error) =
            Configuration::resolve(blueprint, &arguments.configuration.sources(None, None))
    {
        let found = error.problems().iter();
        problems.extend(found.map(|one| Finding { rule: None, message: one.to_string() }));
    }
    let report = Report {
        name: blueprint.name,
        ok: problems.is_empty(),
        instances: blueprint.instances.len(),
        connections: blueprint.connections.len(),
        topics: Topology::new(blueprint).topics().len(),
        problems,
    };
    match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *output, &report)?;
            writeln!(output)?;
            if report.ok { Ok(()) } else { Err(Failure::Reported) }
        }
        Format::Text if report.ok => {
            writeln!(
                output,
                "ok: `{}` has {}, {} and {}; the configuration is complete",
                report.name,
                count(report.instances, "instance"),
                count(report.connections, "connection"),
                count(report.topics, "topic"),
            )?;
            Ok(())
        }
        Format::Text => Err(failure(report.problems)),
    }
}

/// Fails with every broken rule: what runs must have passed them, also when no macro wrote it.
pub(super) fn check(blueprint: &Blueprint<'_>) -> Result<(), Failure> {
    let problems = broken_rules(blueprint);
    if problems.is_empty() { Ok(()) } else { Err(failure(problems)) }
}

fn broken_rules(blueprint: &Blueprint<'_>) -> Vec<Finding> {
    let problems = rules::check_all(blueprint).into_iter();
    problems.map(|one| Finding { rule: Some(one.code), message: one.to_string() }).collect()
}

fn failure(problems: Vec<Finding>) -> Failure {
    Failure::Problems(problems.into_iter().map(|problem| problem.message).collect())
}

/// Returns `1 topic` or `2 topics`.
pub(super) fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
