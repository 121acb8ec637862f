//! `topics`: lists the topics.

use std::io::Write;

use cloudflow_model::{Blueprint, TopicEntry, TopicList};

use super::Failure;
use super::arguments::ListFormat;
use super::verify::count;

pub(super) fn list(
    blueprint: &Blueprint<'_>,
    format: ListFormat,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    let list = TopicList::new(blueprint);
    match format {
        ListFormat::Text => {
            for (index, topic) in list.topics.iter().enumerate() {
                if index > 0 {
                    writeln!(output)?;
                }
                print(topic, output)?;
            }
        }
        ListFormat::Json => {
            serde_json::to_writer_pretty(&mut *output, &list)?;
            writeln!(output)?;
        }
        ListFormat::Yaml => {
            let text = serde_saphyr::to_string(&list);
            let text = text.map_err(|error| Failure::problem(error.to_string()))?;
            output.write_all(text.as_bytes())?;
        }
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
