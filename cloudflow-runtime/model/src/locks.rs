//! What was released of a blueprint, as far as the compiler has to know it.

use crate::Schema;

/// The locks of a blueprint.
#[derive(Clone, Copy, Debug)]
pub struct Locks<'a> {
    /// The folder in which they are: that of the Cargo.toml of the package that declares the
    /// blueprint, on the machine that compiled it. Empty when it is not known.
    pub folder: &'a str,
    /// The released schemas of topics, from `schemas.lock`.
    pub topics: &'a [ReleasedTopic<'a>],
}

impl<'a> Locks<'a> {
    /// Of a blueprint that nobody releases.
    pub const NONE: Self = Self { folder: "", topics: &[] };

    /// Returns the locks in the folder of a package; Cargo tells which it is.
    pub const fn in_package(folder: Option<&'a str>, topics: &'a [ReleasedTopic<'a>]) -> Self {
        match folder {
            Some(folder) => Self { folder, topics },
            None => Self { folder: "", topics },
        }
    }
}

/// A topic whose schemas are released.
#[derive(Clone, Copy, Debug)]
pub struct ReleasedTopic<'a> {
    /// Its name in Kafka.
    pub name: &'a str,
    /// What a new version must be able to do.
    pub compatibility: Compatibility,
    /// Where the lock says so, such as `schemas.lock:7`.
    pub place: &'a str,
    /// The versions, in the order of their numbers.
    pub versions: &'a [ReleasedSchema<'a>],
}

/// A released version of the records in a topic.
#[derive(Clone, Copy, Debug)]
pub struct ReleasedSchema<'a> {
    /// Its number, from 1.
    pub version: u32,
    /// What was written.
    pub schema: &'a Schema<'a>,
}

/// What a new version of a schema must be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compatibility {
    /// Nothing.
    None,
    /// Read what the last released version wrote.
    Backward,
    /// Be read by the last released version.
    Forward,
    /// Both.
    Full,
    /// Read what any released version wrote.
    BackwardTransitive,
    /// Be read by every released version.
    ForwardTransitive,
    /// Both, with every released version.
    FullTransitive,
}

impl Compatibility {
    /// Every mode, in the order of the documentation.
    pub const ALL: [Self; 7] = [
        Self::None,
        Self::Backward,
        Self::Forward,
        Self::Full,
        Self::BackwardTransitive,
        Self::ForwardTransitive,
        Self::FullTransitive,
    ];

    /// Returns its name in the lock, which is that of schema registries in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Backward => "backward",
            Self::Forward => "forward",
            Self::Full => "full",
            Self::BackwardTransitive => "backward_transitive",
            Self::ForwardTransitive => "forward_transitive",
            Self::FullTransitive => "full_transitive",
        }
    }

    /// Returns the mode with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }

    /// Returns whether a new version must read what released ones wrote.
    pub const fn reads_old(self) -> bool {
        matches!(
            self,
            Self::Backward | Self::Full | Self::BackwardTransitive | Self::FullTransitive
        )
    }

    /// Returns whether released versions must read what a new one writes.
    pub const fn is_read_by_old(self) -> bool {
        matches!(self, Self::Forward | Self::Full | Self::ForwardTransitive | Self::FullTransitive)
    }

    /// Returns whether every released version counts, or the last one alone.
    pub const fn is_transitive(self) -> bool {
        matches!(self, Self::BackwardTransitive | Self::ForwardTransitive | Self::FullTransitive)
    }
}
