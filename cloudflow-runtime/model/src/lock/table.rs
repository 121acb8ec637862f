//! A table of a lock, read strictly: what is missing, misspelt or of another type is a fault.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, Source};
use crate::nearest;

/// A table of TOML with its place.
#[derive(Clone, Copy)]
pub(super) struct Table<'s, 'i> {
    source: Source<'s>,
    /// What a person calls it, such as `the lock` or `a topic`.
    what: &'static str,
    offset: usize,
    values: &'s DeTable<'i>,
}

impl<'s, 'i> Table<'s, 'i> {
    /// Wraps the whole document.
    pub(super) const fn root(source: Source<'s>, values: &'s DeTable<'i>) -> Self {
        Self { source, what: "the lock", offset: 0, values }
    }

    /// Refuses every key that is not one of these.
    pub(super) fn only(self, keys: &[&str]) -> Result<Self, Fault> {
        let unknown = |name: &&Spanned<_>| !keys.contains(&AsRef::<str>::as_ref(name.get_ref()));
        let mut names: Vec<&Spanned<toml::de::DeString<'_>>> = self.values.keys().collect();
        names.sort_by_key(|name| name.span().start);
        let Some(name) = names.into_iter().find(unknown) else { return Ok(self) };
        let help = match nearest(name.get_ref(), keys) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it has `{}`", keys.join("`, `")),
        };
        let message = format!("{} has no `{}`\nhelp: {help}", self.what, name.get_ref());
        Err(self.source.fault(name.span().start, message))
    }

    /// Returns the line on which it starts.
    pub(super) fn line(&self) -> usize {
        self.source.line(self.offset)
    }

    pub(super) fn text(&self, key: &str) -> Result<String, Fault> {
        let value = self.value(key)?;
        let text = value.get_ref().as_str().map(str::to_owned);
        text.ok_or_else(|| self.mistyped(key, value, "a text in quotes"))
    }

    /// Returns the texts of a list; one that is not there is empty.
    pub(super) fn texts(&self, key: &str) -> Result<Vec<String>, Fault> {
        let Some(value) = self.values.get(key) else { return Ok(Vec::new()) };
        let mistyped = || self.mistyped(key, value, "a list of texts in quotes");
        let array = value.get_ref().as_array().ok_or_else(mistyped)?;
        let texts = array.iter().map(|one| one.get_ref().as_str().map(str::to_owned));
        texts.collect::<Option<_>>().ok_or_else(mistyped)
    }

    pub(super) fn boolean(&self, key: &str) -> Result<bool, Fault> {
        let value = self.value(key)?;
        value.get_ref().as_bool().ok_or_else(|| self.mistyped(key, value, "`true` or `false`"))
    }

    /// Returns a number of things, at least one.
    pub(super) fn count(&self, key: &str) -> Result<u32, Fault> {
        let value = self.value(key)?;
        let number = value.get_ref().as_integer();
        let number = number.and_then(|one| u32::from_str_radix(one.as_str(), one.radix()).ok());
        let number = number.filter(|number| *number > 0);
        number.ok_or_else(|| self.mistyped(key, value, "a number from 1 to 4294967295"))
    }

    /// Returns whether there is such a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// Refuses every format of the file but this.
    pub(super) fn format(&self, format: u32) -> Result<(), Fault> {
        if self.count("format")? == format {
            return Ok(());
        }
        let message = format!(
            "this lock has another format than {format}\n\
             help: use the version of cloudflow-runtime that wrote it, or a later one"
        );
        Err(self.fault("format", message))
    }

    /// Returns the tables of a list; one that is not there is empty.
    pub(super) fn tables(&self, list: &str, what: &'static str) -> Result<Vec<Self>, Fault> {
        let Some(value) = self.values.get(list) else { return Ok(Vec::new()) };
        let array = value.get_ref().as_array();
        let array = array.ok_or_else(|| self.mistyped(list, value, "a list of tables"))?;
        let tables = array.iter().map(|value| {
            let values = value.get_ref().as_table();
            let values = values.ok_or_else(|| self.mistyped(list, value, "a list of tables"))?;
            Ok(Self { source: self.source, what, offset: value.span().start, values })
        });
        tables.collect()
    }

    /// Returns the tables of a list by their `key`, which must differ; a list that is not there is
    /// empty.
    pub(super) fn list(
        &self,
        list: &str,
        what: &'static str,
        key: &str,
    ) -> Result<Vec<(String, Self)>, Fault> {
        let mut tables: Vec<(String, Self)> = Vec::new();
        for table in self.tables(list, what)? {
            let name = table.text(key)?;
            if let Some((_, first)) = tables.iter().find(|(known, _)| *known == name) {
                let message = format!(
                    "{what} `{name}` has two entries, here and on line {}\n\
                     help: keep the one that is released",
                    first.line()
                );
                return Err(self.source.fault(table.offset, message));
            }
            tables.push((name, table));
        }
        Ok(tables)
    }

    /// Returns where the value of this key stands, in bytes, with its quotes.
    pub(super) fn range(&self, key: &str) -> Range<usize> {
        self.values.get(key).map_or(self.offset..self.offset, Spanned::span)
    }

    /// Returns a fault at the value of this key.
    pub(super) fn fault(&self, key: &str, message: impl Into<String>) -> Fault {
        let offset = self.values.get(key).map_or(self.offset, |value| value.span().start);
        self.source.fault(offset, message)
    }

    fn value(&self, key: &str) -> Result<&'s Spanned<DeValue<'i>>, Fault> {
        self.values.get(key).ok_or_else(|| {
            let message = format!("{} must have a `{key}`\nhelp: {RESTORE}", self.what);
            self.source.fault(self.offset, message)
        })
    }

    fn mistyped(&self, key: &str, value: &Spanned<DeValue<'i>>, wanted: &str) -> Fault {
        let message = format!("`{key}` must be {wanted}\nhelp: {RESTORE}");
        self.source.fault(value.span().start, message)
    }
}

/// What helps with a lock that nobody should have edited that way.
pub(super) const RESTORE: &str = "bring the lock of the last release back: `git restore` the file";
