//! What a source yields: values for keys, and mistakes.

use std::collections::BTreeMap;

use super::names::{Key, Meant, Names, Unknown};
use super::{ConfigurationProblem, Origin, ProblemKind};
use crate::secret::MaybeSecret;

/// A value for a key, or a mistake. A source yields them in the order in which they stand in it, so
/// that problems come in that order as well.
pub(super) enum Item {
    Value(Assignment),
    Mistake(Refusal),
}

impl Item {
    pub(super) fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Value(assignment) => Some(&assignment.origin),
            Self::Mistake(refusal) => refusal.problem.origin.as_ref(),
        }
    }
}

/// A value that a source gives to a key, not yet checked.
#[derive(Clone)]
pub(super) struct Assignment {
    pub(super) key: Key,
    pub(super) text: MaybeSecret,
    pub(super) literal: Literal,
    pub(super) origin: Origin,
}

/// How a value is written. Only TOML has anything but text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Literal {
    Text,
    Integer,
    Float,
    Boolean,
    Date,
}

impl Literal {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Integer => "an integer",
            Self::Float => "a decimal number",
            Self::Boolean => "a boolean",
            Self::Date => "a date",
        }
    }
}

/// A mistake that leaves something without a value, with what it kept from being set: a required
/// parameter is not reported as missing for a mistake that has been reported already.
pub(super) struct Refusal {
    pub(super) problem: ConfigurationProblem,
    pub(super) hides: Hidden,
}

/// What a mistake may have been meant to set.
pub(super) enum Hidden {
    Nothing,
    Meant(Meant),
    /// Any key: a whole source is unknown.
    Everything,
}

impl Refusal {
    pub(super) fn new(
        kind: ProblemKind,
        origin: Origin,
        title: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let problem = ConfigurationProblem {
            kind,
            origin: Some(origin),
            title: title.into(),
            help: help.into(),
        };
        Self { problem, hides: Hidden::Nothing }
    }

    pub(super) fn hiding(mut self, hides: Hidden) -> Self {
        self.hides = hides;
        self
    }

    pub(super) fn unknown(origin: Origin, unknown: Unknown) -> Self {
        let hides = unknown.meant.map_or(Hidden::Nothing, Hidden::Meant);
        Self::new(ProblemKind::Unknown, origin, unknown.title, unknown.help).hiding(hides)
    }
}

/// Refuses the second value for a key within one source, where none of the two can win.
pub(super) fn refuse_twice(items: &mut [Item], names: Names<'_>) {
    let mut seen: BTreeMap<Key, Origin> = BTreeMap::new();
    for item in items {
        let Item::Value(assignment) = item else { continue };
        if let Some(first) = seen.get(&assignment.key) {
            *item = Item::Mistake(Refusal::new(
                ProblemKind::Twice,
                assignment.origin.clone(),
                format!("`{}` is set twice", names.path(&assignment.key)),
                format!("keep this one or the one at {first}"),
            ));
        } else {
            seen.insert(assignment.key.clone(), assignment.origin.clone());
        }
    }
}
