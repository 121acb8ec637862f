//! `blueprint.lock` as text: reading and writing it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toml_writer::{ToTomlValue, TomlStringBuilder};

use super::fault::{Fault, Source};
use super::release::{Inlet, Instance, Key, Outlet, Release, Topic, Volume};
use super::table::Table;

/// The form of the file that is written, and the only one that is read.
const FORMAT: u32 = 1;

impl Release {
    /// The name of the file, beside the Cargo.toml of the package that declares the blueprint. It
    /// says what the file is about, and its end tells people and tools that a program writes it.
    pub const FILE: &'static str = "blueprint.lock";

    /// Reads the text of the file; `path` is what messages call it.
    pub fn parse(path: &str, text: &str) -> Result<Self, Fault> {
        let source = Source { path, text };
        let document = source.document()?;
        let root = Table::root(source, document.get_ref());
        let root = root.only(&["format", "application", "instance", "topic"])?;
        root.format(FORMAT)?;
        Ok(Self {
            application: root.text("application")?,
            instances: collect(root.list("instance", "instance", "name")?, instance)?,
            topics: collect(root.list("topic", "topic", "name")?, topic)?,
        })
    }

    /// Returns the text of the file: sorted by name, with a line for each thing that can change, so
    /// that two branches rarely touch the same line.
    pub fn to_text(&self) -> String {
        let mut text = format!(
            "# What is released of `{application}`: names that outlive a deployment. Written by the command\n\
             # `release` of the application; commit it. A later build is compared with it. To give up on\n\
             # something that is written here, change or remove its line.\n\
             format = {FORMAT}\n\
             application = {}\n",
            quoted(&self.application),
            application = self.application,
        );
        for (name, instance) in &self.instances {
            let Instance { line: _, streamlet, group, co_partitioned, inlets, outlets, volumes } =
                instance;
            push(&mut text, &format!("\n[[instance]]\nname = {}", quoted(name)));
            push(&mut text, &format!("streamlet = {}", quoted(streamlet)));
            if let Some(group) = group {
                push(&mut text, &format!("group = {}", quoted(group)));
            }
            if !co_partitioned.is_empty() {
                let names: Vec<String> = co_partitioned.iter().map(|name| quoted(name)).collect();
                push(&mut text, &format!("co_partitioned = [{}]", names.join(", ")));
            }
            list(&mut text, "inlets", inlets, |Inlet { line: _, topic }| {
                format!("topic = {}", quoted(topic))
            });
            list(&mut text, "outlets", outlets, |Outlet { line: _, topic, key }| {
                let topic = format!("topic = {}", quoted(topic));
                match key {
                    Key::Absent => topic,
                    Key::Unknown => format!("{topic}, keyed = true"),
                    Key::Made(key) => format!("{topic}, key = {}", quoted(key)),
                }
            });
            list(&mut text, "volumes", volumes, |Volume { line: _, path }| {
                format!("path = {}", quoted(path))
            });
        }
        for (name, topic) in &self.topics {
            let Topic { line: _, partitions, managed, schema, fingerprint } = topic;
            let (name, schema, fingerprint) = (quoted(name), quoted(schema), quoted(fingerprint));
            let entry = format!(
                "\n[[topic]]\nname = {name}\npartitions = {partitions}\nmanaged = {managed}\n\
                 schema = {schema}\nfingerprint = {fingerprint}"
            );
            push(&mut text, &entry);
        }
        text
    }
}

fn instance(table: Table<'_, '_>) -> Result<Instance, Fault> {
    let table = table.only(&[
        "name",
        "streamlet",
        "group",
        "co_partitioned",
        "inlets",
        "outlets",
        "volumes",
    ])?;
    Ok(Instance {
        line: table.line(),
        streamlet: table.text("streamlet")?,
        group: (table.has("group") || table.has("inlets"))
            .then(|| table.text("group"))
            .transpose()?,
        co_partitioned: table.texts("co_partitioned")?.into_iter().collect(),
        inlets: collect(table.list("inlets", "inlet", "name")?, |table| {
            let table = table.only(&["name", "topic"])?;
            Ok(Inlet { line: table.line(), topic: table.text("topic")? })
        })?,
        outlets: collect(table.list("outlets", "outlet", "name")?, |table| {
            let table = table.only(&["name", "topic", "key", "keyed"])?;
            Ok(Outlet { line: table.line(), topic: table.text("topic")?, key: key(table)? })
        })?,
        volumes: collect(table.list("volumes", "volume", "name")?, |table| {
            let table = table.only(&["name", "path"])?;
            Ok(Volume { line: table.line(), path: table.text("path")? })
        })?,
    })
}

/// Reads `key = "&record.site"`. Without it there is no key, unless the lock is of the time when it said
/// `keyed = true` and no more; the next release writes it anew.
fn key(table: Table<'_, '_>) -> Result<Key, Fault> {
    match (table.has("key"), table.has("keyed")) {
        (true, true) => {
            let message =
                "an outlet has either `key` or `keyed`\nhelp: remove `keyed`, the older of the two";
            Err(table.fault("keyed", message))
        }
        (true, false) => Ok(Key::Made(table.text("key")?)),
        (false, true) if table.boolean("keyed")? => Ok(Key::Unknown),
        _ => Ok(Key::Absent),
    }
}

fn topic(table: Table<'_, '_>) -> Result<Topic, Fault> {
    let table = table.only(&["name", "partitions", "managed", "schema", "fingerprint"])?;
    Ok(Topic {
        line: table.line(),
        partitions: table.count("partitions")?,
        managed: table.boolean("managed")?,
        schema: table.text("schema")?,
        fingerprint: table.text("fingerprint")?,
    })
}

fn collect<'s, 'i, T>(
    tables: Vec<(String, Table<'s, 'i>)>,
    read: impl Fn(Table<'s, 'i>) -> Result<T, Fault>,
) -> Result<BTreeMap<String, T>, Fault> {
    tables.into_iter().map(|(name, table)| Ok((name, read(table)?))).collect()
}

fn list<T>(
    text: &mut String,
    key: &str,
    entries: &BTreeMap<String, T>,
    rest: impl Fn(&T) -> String,
) {
    if entries.is_empty() {
        return;
    }
    push(text, &format!("{key} = ["));
    for (name, entry) in entries {
        push(text, &format!("    {{ name = {}, {} }},", quoted(name), rest(entry)));
    }
    push(text, "]");
}

fn push(text: &mut String, line: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{line}");
}

pub(super) fn quoted(text: &str) -> String {
    TomlStringBuilder::new(text).as_basic().to_toml_value()
}
