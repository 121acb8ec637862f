//! What is wrong with a configuration, as data, and the error that holds all of it.

use std::fmt;

use super::Origin;

/// One mistake in a configuration: where it is, what it is and what to type instead.
///
/// `Display` prints the place and the mistake on one line and a `help:` line below it. The value of
/// a secret is in neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationProblem {
    /// What sort of mistake it is.
    pub kind: ProblemKind,
    /// The source that it is in; `None` when something is missing from all of them.
    pub origin: Option<Origin>,
    /// The mistake.
    pub title: String,
    /// What to type instead.
    pub help: String,
}

impl fmt::Display for ConfigurationProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(origin) = &self.origin {
            write!(formatter, "{origin}: ")?;
        }
        write!(formatter, "{}\nhelp: {}", self.title, self.help)
    }
}

/// The sorts of mistakes in a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A source cannot be read: it is missing, of the wrong sort, too large or not text.
    Unreadable,
    /// A source is not written in its grammar.
    Syntax,
    /// A name that neither the runtime nor the blueprint has.
    Unknown,
    /// One source gives a key two values.
    Twice,
    /// A value of the wrong type, out of range or against its pattern.
    Value,
    /// A setting that the runtime keeps for itself, or that does not belong into its source.
    Refused,
    /// A required parameter has no value.
    Missing,
    /// Two values that exclude each other.
    Conflict,
}

/// Everything that is wrong with a configuration, in the order of the sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationError {
    problems: Vec<ConfigurationProblem>,
}

impl ConfigurationError {
    pub(super) fn new(problems: Vec<ConfigurationProblem>) -> Self {
        Self { problems }
    }

    /// Returns the problems; there is at least one.
    pub fn problems(&self) -> &[ConfigurationProblem] {
        &self.problems
    }
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().enumerate() {
            if at > 0 {
                formatter.write_str("\n")?;
            }
            problem.fmt(formatter)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigurationError {}
