//! `schemas.lock` as text: every released version of the records in each topic.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use toml_writer::{ToTomlValue, TomlStringBuilder};

use super::fault::{Fault, Source};
use super::table::Table;
use crate::Compatibility;

/// The form of the file that is written, and the only one that is read.
const FORMAT: u32 = 1;

/// The released schemas of an application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schemas {
    /// The topics, by name.
    pub topics: BTreeMap<String, TopicSchemas>,
}

/// The released schemas of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicSchemas {
    /// The line of its entry, from 1; 0 when it was not read from a file.
    pub line: usize,
    /// What a new version must be able to do.
    pub compatibility: Compatibility,
    /// The versions, by number.
    pub versions: BTreeMap<u32, Version>,
}

/// A released version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The schema, as JSON.
    pub json: String,
    /// Where the JSON stands in the file, in bytes.
    pub range: Range<usize>,
}

impl Schemas {
    /// The name of the file, beside the Cargo.toml of the package that declares the blueprint.
    pub const FILE: &'static str = "schemas.lock";

    /// Reads the text of the file; `path` is what messages call it.
    pub fn parse(path: &str, text: &str) -> Result<Self, Fault> {
        let source = Source { path, text };
        let document = source.document()?;
        let root = Table::root(source, document.get_ref()).only(&["format", "topic", "schema"])?;
        root.format(FORMAT)?;
        let mut topics = BTreeMap::new();
        for (name, table) in root.list("topic", "topic", "name")? {
            let table = table.only(&["name", "compatibility"])?;
            let entry = TopicSchemas {
                line: table.line(),
                compatibility: compatibility(&table)?,
                versions: BTreeMap::new(),
            };
            topics.insert(name, entry);
        }
        for table in root.tables("schema", "schema")? {
            let table = table.only(&["topic", "version", "schema"])?;
            let (name, number) = (table.text("topic")?, table.count("version")?);
            let Some(topic) = topics.get_mut(&name) else {
                let message = format!(
                    "there is no `[[topic]]` with the name `{name}`\n\
                     help: bring it back, with its `compatibility`; or remove this entry"
                );
                return Err(table.fault("topic", message));
            };
            let json = table.text("schema")?;
            let range = table.range("schema");
            if let Some(first) = topic.versions.get(&number) {
                let message = format!(
                    "topic `{name}` has two entries for version {number}, here and on line {}\n\
                     help: keep the one that is released; `release` adds the other as the next version",
                    source.line(first.range.start)
                );
                return Err(table.fault("version", message));
            }
            topic.versions.insert(number, Version { json, range });
        }
        Ok(Self { topics })
    }

    /// Adds `json` as the next version of a topic.
    pub fn add(&mut self, topic: &str, json: String) {
        let entry = self.topics.entry(topic.to_owned()).or_insert_with(|| TopicSchemas {
            line: 0,
            compatibility: Compatibility::Backward,
            versions: BTreeMap::new(),
        });
        let last = entry.versions.keys().next_back().copied().unwrap_or(0);
        entry.versions.insert(last.saturating_add(1), Version { json, range: 0..0 });
    }

    /// Returns the text of the file: topics, then versions, each sorted, so that a release adds lines
    /// and changes none.
    pub fn to_text(&self) -> String {
        let mut text = format!(
            "# The released schemas of each topic. Written by the command `release` of the application;\n\
             # commit it. rustc checks what outlets write against the last version or, with `_transitive`,\n\
             # all of them. `compatibility` is yours to choose: \"none\", \"backward\" (the new version reads\n\
             # what is written), \"forward\" (released versions read what the new one writes), \"full\" (both),\n\
             # \"backward_transitive\", \"forward_transitive\" or \"full_transitive\".\n\
             format = {FORMAT}\n"
        );
        for (name, topic) in &self.topics {
            let (name, mode) = (quoted(name), topic.compatibility.name());
            // Writing to a string does not fail.
            let _ = write!(text, "\n[[topic]]\nname = {name}\ncompatibility = \"{mode}\"\n");
        }
        for (name, topic) in &self.topics {
            for (number, version) in &topic.versions {
                // The only text that would end the literal early; in JSON it has another spelling.
                let json = version.json.trim().replace("'''", "'\\u0027'");
                let topic = quoted(name);
                let _ = write!(
                    text,
                    "\n[[schema]]\ntopic = {topic}\nversion = {number}\nschema = '''\n{json}\n'''\n"
                );
            }
        }
        text
    }
}

fn compatibility(table: &Table<'_, '_>) -> Result<Compatibility, Fault> {
    let name = table.text("compatibility")?;
    Compatibility::named(&name).ok_or_else(|| {
        let known = Compatibility::ALL.map(Compatibility::name);
        let help = match crate::nearest(&name, &known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it is one of `{}`", known.join("`, `")),
        };
        table.fault("compatibility", format!("there is no compatibility `{name}`\nhelp: {help}"))
    })
}

fn quoted(text: &str) -> String {
    TomlStringBuilder::new(text).as_basic().to_toml_value()
}
