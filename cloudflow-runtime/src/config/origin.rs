//! Where a value comes from.

use std::fmt;
use std::path::PathBuf;

/// The source of a value or of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// The default that the streamlet or the runtime declares.
    Default,
    /// The blueprint.
    Blueprint,
    /// A configuration file.
    File {
        /// Its path as given.
        path: PathBuf,
        /// The place in it; `None` for the file as a whole.
        position: Option<Position>,
    },
    /// A file of the directory of mounted secrets, or that directory.
    Secret {
        /// Its path.
        path: PathBuf,
    },
    /// An environment variable.
    Environment {
        /// Its name.
        variable: String,
    },
    /// A `--set` on the command line.
    CommandLine {
        /// The key that it sets, without the value.
        key: String,
    },
}

/// A place in a text file; lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Position {
    /// Returns the place of a byte offset in `text`.
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or(before);
        Self { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => formatter.write_str("default"),
            Self::Blueprint => formatter.write_str("blueprint"),
            // As compilers write it, so that terminals and editors make it a link.
            Self::File { path, position: Some(Position { line, column }) } => {
                write!(formatter, "{}:{line}:{column}", path.display())
            }
            Self::File { path, position: None } => write!(formatter, "{}", path.display()),
            Self::Secret { path } => write!(formatter, "secret `{}`", path.display()),
            Self::Environment { variable } => write!(formatter, "environment `{variable}`"),
            Self::CommandLine { key } => write!(formatter, "`--set {key}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        for (text, offset, line, column) in [
            ("", 0, 1, 1),
            ("a\nbc", 3, 2, 2),
            ("ä = 1", 3, 1, 3),
            ("a\n", 2, 2, 1),
            ("a", 9, 1, 2),
        ] {
            assert_eq!(Position::of(text, offset), Position { line, column }, "{text:?}");
        }
    }
}
