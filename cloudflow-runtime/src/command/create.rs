//! `topics create`: makes Kafka have the topics of the application.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use cloudflow_model::{Blueprint, TopicEntry, TopicList};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, sleep_until};

use super::arguments::CreateArguments;
use super::verify::count;
use super::{Failure, connect, logging, run, verify};
use crate::config::{Configuration, LogFormat};
use crate::transport::{Admin, TopicOutcome, TopicSpec, TransportError};

/// The pause before Kafka is asked again.
const PAUSE: Duration = Duration::from_secs(1);

/// How often a person is told that this is still waiting.
const PROGRESS: Duration = Duration::from_secs(5);

pub(super) fn create(
    blueprint: &Blueprint<'_>,
    arguments: CreateArguments,
    output: &mut dyn Write,
    errors: &mut dyn Write,
) -> Result<(), Failure> {
    connect::check()?;
    verify::check(blueprint)?;
    let CreateArguments { kafka, configuration, file, wait } = arguments;
    let topics = match file {
        Some(path) => read(&path)?,
        None => TopicList::new(blueprint).topics,
    };
    let sources = configuration.sources(kafka.as_deref(), None);
    let configuration = Configuration::resolve_shared(blueprint, &sources)?;
    logging::start(&configuration.log, LogFormat::Json);
    run::block_on(async {
        let cluster = connect::connect(&configuration)?;
        create_on(cluster.admin(), topics, wait, output, errors).await
    })
}

fn read(path: &Path) -> Result<Vec<TopicEntry>, Failure> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::problem(format!("cannot read `{shown}`: {error}")))?;
    let list: TopicList = serde_json::from_str(&text).map_err(|error| {
        Failure::problem(format!(
            "`{shown}` is no topic list: {error}\nhelp: `topics --format json` prints one"
        ))
    })?;
    Ok(list.topics)
}

/// Creates topics; waits for a cluster that cannot be reached, and says so.
pub(super) async fn create_on(
    admin: &dyn Admin,
    topics: Vec<TopicEntry>,
    wait: Duration,
    output: &mut dyn Write,
    errors: &mut dyn Write,
) -> Result<(), Failure> {
    let (managed, others): (Vec<_>, Vec<_>) = topics.into_iter().partition(|topic| topic.managed);
    let specs: Vec<TopicSpec> = managed.into_iter().map(TopicSpec::from).collect();
    let others: Vec<String> = others.into_iter().map(|topic| topic.name).collect();
    let (outcomes, missing) = patiently(admin, &specs, &others, wait, errors).await?;
    for outcome in &outcomes {
        print(outcome, output)?;
    }
    if outcomes.is_empty() {
        writeln!(output, "there is no topic to create")?;
    }
    for name in missing {
        // Whoever owns it may create it later; the streamlets wait for it.
        writeln!(
            errors,
            "warning: topic `{name}` does not exist, and is not managed by this application"
        )?;
    }
    output.flush()?;
    Ok(())
}

/// Asks until there is an answer that is not "try again", or the time is over.
async fn patiently(
    admin: &dyn Admin,
    specs: &[TopicSpec],
    others: &[String],
    wait: Duration,
    errors: &mut dyn Write,
) -> Result<(Vec<TopicOutcome>, Vec<String>), Failure> {
    let started = Instant::now();
    let mut progress = interval_at(started + PROGRESS, PROGRESS);
    progress.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut reason = format!("{} does not answer", admin.describe());
    loop {
        let attempt = async {
            let answer = ask(admin, specs, others).await;
            if let Err(TransportError::Unavailable { .. }) = answer {
                sleep(PAUSE).await;
            }
            answer
        };
        tokio::pin!(attempt);
        let answer = loop {
            tokio::select! {
                biased;
                answer = &mut attempt => break answer,
                () = sleep_until(started + wait) => {
                    return Err(Failure::problem(format!(
                        "{reason}; gave up after {wait:?}\n\
                         help: check the address, or wait longer with `--wait 10min`"
                    )));
                }
                _ = progress.tick() => {
                    let seconds = started.elapsed().as_secs();
                    writeln!(errors, "waiting, {seconds} s of {wait:?}: {reason}")?;
                    errors.flush()?;
                }
            }
        };
        match answer {
            Err(error @ TransportError::Unavailable { .. }) => reason = error.to_string(),
            other => return Ok(other?),
        }
    }
}

async fn ask(
    admin: &dyn Admin,
    specs: &[TopicSpec],
    others: &[String],
) -> Result<(Vec<TopicOutcome>, Vec<String>), TransportError> {
    let outcomes = if specs.is_empty() { Vec::new() } else { admin.create_topics(specs).await? };
    let missing = if others.is_empty() { Vec::new() } else { admin.missing_topics(others).await? };
    Ok((outcomes, missing))
}

fn print(outcome: &TopicOutcome, output: &mut dyn Write) -> std::io::Result<()> {
    match outcome {
        TopicOutcome::Created(name) => writeln!(output, "created  {name}"),
        TopicOutcome::Existed(name) => writeln!(output, "existed  {name}"),
        TopicOutcome::Grown { name, from, to } => {
            let partitions = count(usize::try_from(*to).unwrap_or(usize::MAX), "partition");
            writeln!(output, "grown    {name}, from {from} to {partitions}")
        }
        TopicOutcome::Changed { name, settings } => {
            let settings: Vec<_> = settings.iter().map(ToString::to_string).collect();
            writeln!(output, "changed  {name}, {}", settings.join(", "))
        }
    }
}
