//! `topics`: lists the topics.

use std::io::Write;

use cloudflow_model::Blueprint;

use super::Failure;
use super::arguments::Format;
use super::topics::{TopicEntry, TopicList};
use super::verify::count;

pub(super) fn list(
    blueprint: &Blueprint<'_>,
    format: Format,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    let list = TopicList::new(blueprint);
    if format == Format::Json {
        serde_json::to_writer_pretty(&mut *output, &list)?;
        writeln!(output)?;
        return Ok(());
    }
    for (index, topic) in list.topics.iter().enumerate() {
        if index > 0 {
            writeln!(output)?;
        }
        print(topic, output)?;
    }
    Ok(())
}

/// Prints a topic as a paragraph: names are long, and columns would not fit.
fn print(topic: &TopicEntry, output: &mut dyn Write) -> Result<(), Failure> {
    write!(output, "{}", topic.name)?;
    if let Some(schema) = &topic.schema {
        write!(output, "  {}", schema.name)?;
    }
    let partitions = usize::try_from(topic.partitions).unwrap_or(usize::MAX);
    write!(output, ", {}", count(partitions, "partition"))?;
    if let Some(replicas) = topic.replicas {
        write!(output, ", {}", count(replicas.into(), "replica"))?;
    }
    writeln!(output, "{}", if topic.managed { "" } else { ", must exist" })?;
    for (key, value) in &topic.settings {
        writeln!(output, "  {key} = {value}")?;
    }
    for outlet in &topic.producers {
        writeln!(output, "  from {outlet}")?;
    }
    for consumer in &topic.consumers {
        writeln!(output, "  to   {}  group {}", consumer.inlet, consumer.group)?;
    }
    Ok(())
}
