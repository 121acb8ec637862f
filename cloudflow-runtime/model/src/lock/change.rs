//! A difference between what is released and what is built, and what it does to a running application.

use std::fmt;

use crate::rules::cf28_released_topology;

/// What a change does to an application that is deployed over its released version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// Nothing is lost and nothing has to be done.
    Compatible,
    /// Nothing is lost if people do something first.
    Migration,
    /// Records are lost, come again or come in another order, whatever people do.
    Breaks,
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Compatible => "compatible",
            Self::Migration => "needs a migration",
            Self::Breaks => "breaks",
        })
    }
}

/// A change, for people and for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Change {
    /// What it does.
    pub verdict: Verdict,
    /// What changed, by the released name: `topic metrics`, `inlet validate.metric`.
    pub subject: String,
    /// What changed, both sides of it, and why the verdict is what it is.
    pub message: String,
    /// What to type to undo it, then how to accept it. Empty when nothing has to be done.
    pub help: String,
}

impl Change {
    /// Returns the rule that it breaks, if people have to do something.
    pub fn rule(&self) -> Option<&'static str> {
        (self.verdict > Verdict::Compatible).then_some(cf28_released_topology::RULE.code)
    }
}

impl fmt::Display for Change {
    /// Writes the message, the verdict, the rule, then the line with the help.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({})", self.message, self.verdict)?;
        if let Some(rule) = self.rule() {
            write!(formatter, " [{rule}]")?;
        }
        if self.help.is_empty() { Ok(()) } else { write!(formatter, "\nhelp: {}", self.help) }
    }
}
