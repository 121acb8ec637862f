//! What is wrong with a lock, and where.

use std::fmt;

use toml::Spanned;
use toml::de::DeTable;

use super::table::RESTORE;

/// A lock that cannot be read. `Display` starts with `path:line:column`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The path of the lock, as it was given.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// What is wrong, then a line that starts with `help:`.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, column, message } = self;
        write!(formatter, "{path}:{line}:{column}: {message}")
    }
}

impl std::error::Error for Fault {}

/// The text of a lock, which turns offsets into positions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
}

/// What git writes where it could not merge, each at the start of a line.
const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

impl<'a> Source<'a> {
    /// Returns the text as TOML.
    pub(super) fn document(&self) -> Result<Spanned<DeTable<'a>>, Fault> {
        self.check_merged()?;
        DeTable::parse(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let reason = error.message().lines().collect::<Vec<_>>().join(", ");
            self.fault(at, format!("this is not TOML: {reason}\nhelp: {RESTORE}"))
        })
    }

    /// Returns the line in which a byte stands, from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.before(offset).matches('\n').count() + 1
    }

    pub(super) fn fault(&self, offset: usize, message: impl Into<String>) -> Fault {
        let line_start = self.before(offset).rfind('\n').map_or(0, |at| at + 1);
        let column = self.before(offset).get(line_start..).unwrap_or_default().chars().count() + 1;
        Fault {
            path: self.path.to_owned(),
            line: self.line(offset),
            column,
            message: message.into(),
        }
    }

    /// Reports the first place where git could not merge.
    fn check_merged(&self) -> Result<(), Fault> {
        let mut offset = 0;
        for line in self.text.split_inclusive('\n') {
            if MARKERS.iter().any(|marker| line.starts_with(marker)) {
                let marker = line.split_whitespace().next().unwrap_or_default();
                return Err(self.fault(
                    offset,
                    format!(
                        "git could not merge this lock: here is a `{marker}`\n\
                         help: keep the entries of both sides, of two for the same thing the one that \
                         is released, and remove the lines that git added"
                    ),
                ));
            }
            offset += line.len();
        }
        Ok(())
    }

    fn before(&self, offset: usize) -> &str {
        self.text.get(..offset).unwrap_or(self.text)
    }
}
