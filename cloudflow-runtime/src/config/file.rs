//! Configuration files in TOML.
//!
//! They are read as a tree of spans, not into structs: which keys there are depends on the blueprint,
//! and every mistake in a file is reported with its line.

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeInteger, DeString, DeTable, DeValue};

use super::dialect::Dialect;
use super::item::{Assignment, Hidden, Item, Literal, Refusal, refuse_twice};
use super::names::{Key, Meant, Names, Section, Unknown, list};
use super::origin::Position;
use super::settings::{SETTINGS, Setting};
use super::{Origin, ProblemKind, text_file};
use crate::secret::MaybeSecret;

/// Reads a file.
pub(super) fn read(path: &Path, names: Names<'_>) -> Vec<Item> {
    let text = match text_file::read(path) {
        Ok(text) => text,
        Err(fault) => {
            let origin = Origin::File { path: path.to_owned(), position: None };
            let refusal = Refusal::new(ProblemKind::Unreadable, origin, fault.title, fault.help);
            return vec![Item::Mistake(refusal.hiding(Hidden::Everything))];
        }
    };
    let mut reader = Reader { path: path.to_owned(), text: &text, names, items: Vec::new() };
    match DeTable::parse(&text) {
        Ok(table) => reader.root(table.get_ref()),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let title = error.message().lines().collect::<Vec<_>>().join(", ");
            let help = "correct this line; text is written in quotes, as in `prefix = \"text\"`";
            reader.refuse(ProblemKind::Syntax, at, &title, help, Hidden::Everything);
        }
    }
    let mut items = reader.items;
    // A table of TOML yields its keys in the order of the alphabet.
    items.sort_by_key(|item| match item.origin() {
        Some(Origin::File { position, .. }) => *position,
        _ => None,
    });
    refuse_twice(&mut items, names);
    items
}

type Entry<'t, 'i> = (&'t Spanned<DeString<'i>>, &'t Spanned<DeValue<'i>>);

struct Reader<'a> {
    path: PathBuf,
    text: &'a str,
    names: Names<'a>,
    items: Vec<Item>,
}

impl Reader<'_> {
    fn root(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            // The others stand in a section, and no name at the root has a dot in it unless in quotes.
            let setting = Setting::named(name.get_ref());
            if let Some(setting) = setting.filter(|_| !name.get_ref().contains('.')) {
                self.assign(Key::Setting(setting), value);
            } else if let Some(section) = Section::named(name.get_ref()) {
                self.section(section, (name, value));
            } else {
                let unknown = self.unknown_root(name.get_ref());
                self.unknown(name.span().start, unknown);
            }
        }
    }

    fn unknown_root(&self, name: &str) -> Unknown {
        let mut known = Section::ALL.map(Section::name).to_vec();
        known.extend(SETTINGS.iter().map(|row| row.name).filter(|name| !name.contains('.')));
        let near = cloudflow_model::nearest(name, &known);
        let instance = self.names.instance(Section::Streamlets, name, Dialect::File).ok();
        let (help, meant) = match (near, instance) {
            (_, Some(index)) => {
                (format!("did you mean `[streamlets.{name}]`?"), Some(Meant::Instance(index)))
            }
            (Some(near), None) => (format!("did you mean `{near}`?"), None),
            (None, None) => (format!("a file has {}", list(&known)), None),
        };
        Unknown { title: format!("a configuration has no `{name}`"), help, meant }
    }

    fn section(&mut self, section: Section, (name, value): Entry<'_, '_>) {
        let DeValue::Table(table) = value.get_ref() else {
            let title = format!("`{}` must be a table", section.name());
            let help = format!("write `[{}]` and the keys below it", section.name());
            self.refuse(ProblemKind::Value, name.span().start, &title, &help, Hidden::Everything);
            return;
        };
        if section == Section::Kafka {
            return self.kafka("", table);
        }
        for (name, value) in table {
            if section.has_settings() {
                match Names::setting(section, name.get_ref(), Dialect::File) {
                    Ok(key) => self.assign(key, value),
                    Err(unknown) => self.unknown(name.span().start, unknown),
                }
                continue;
            }
            match self.names.instance(section, name.get_ref(), Dialect::File) {
                Ok(index) if section == Section::Ports => match self.names.port(index) {
                    Ok(key) => self.assign(key, value),
                    Err(unknown) => self.unknown(name.span().start, unknown),
                },
                Ok(index) => self.instance(section, index, (name, value)),
                Err(unknown) => self.unknown(name.span().start, unknown),
            }
        }
    }

    fn instance(&mut self, section: Section, index: usize, (name, value): Entry<'_, '_>) {
        let DeValue::Table(table) = value.get_ref() else {
            let path = format!("{}.{}", section.name(), name.get_ref());
            let title = format!("`{path}` must be a table");
            let help = format!("write `[{path}]` and the keys below it");
            let hides = Hidden::Meant(Meant::Instance(index));
            self.refuse(ProblemKind::Value, name.span().start, &title, &help, hides);
            return;
        };
        for (name, value) in table {
            match self.names.entry(section, index, name.get_ref(), Dialect::File) {
                Ok(key) => self.assign(key, value),
                Err(unknown) => self.unknown(name.span().start, unknown),
            }
        }
    }

    /// Names of Kafka properties have dots, which TOML reads as tables unless they stand in quotes.
    fn kafka(&mut self, before: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let property = format!("{before}{}", name.get_ref());
            if let DeValue::Table(table) = value.get_ref() {
                self.kafka(&format!("{property}."), table);
            } else {
                match Names::kafka(&property, Dialect::File) {
                    Ok(key) => self.assign(key, value),
                    Err(unknown) => self.unknown(name.span().start, unknown),
                }
            }
        }
    }

    fn assign(&mut self, key: Key, value: &Spanned<DeValue<'_>>) {
        let (text, literal) = match value.get_ref() {
            DeValue::String(text) => (text.to_string(), Literal::Text),
            DeValue::Integer(number) => (decimal(number), Literal::Integer),
            DeValue::Float(number) => (number.as_str().to_owned(), Literal::Float),
            DeValue::Boolean(value) => (value.to_string(), Literal::Boolean),
            DeValue::Datetime(date) => (date.to_string(), Literal::Date),
            DeValue::Array(_) | DeValue::Table(_) => {
                let what = value.get_ref().type_str();
                let title =
                    format!("`{}` must be a single value, not a {what}", self.names.path(&key));
                let title = title.replace("a array", "an array");
                let help = "write one value, as in `key = \"text\"`";
                let hides = Hidden::Meant(Meant::Key(key));
                self.refuse(ProblemKind::Value, value.span().start, &title, help, hides);
                return;
            }
        };
        let origin = self.origin(value.span().start);
        let text = MaybeSecret::plain(text);
        self.items.push(Item::Value(Assignment { key, text, literal, origin }));
    }

    fn unknown(&mut self, at: usize, unknown: Unknown) {
        let origin = self.origin(at);
        self.items.push(Item::Mistake(Refusal::unknown(origin, unknown)));
    }

    fn refuse(&mut self, kind: ProblemKind, at: usize, title: &str, help: &str, hides: Hidden) {
        let origin = self.origin(at);
        self.items.push(Item::Mistake(Refusal::new(kind, origin, title, help).hiding(hides)));
    }

    fn origin(&self, offset: usize) -> Origin {
        let position = Some(Position::of(self.text, offset));
        Origin::File { path: self.path.clone(), position }
    }
}

/// Writes an integer in decimal digits; TOML has hexadecimal, octal and binary ones as well.
fn decimal(number: &DeInteger<'_>) -> String {
    // What does not fit is left as it is written, and refused as a value later.
    i64::from_str_radix(number.as_str(), number.radix())
        .map_or_else(|_| number.to_string(), |number| number.to_string())
}
