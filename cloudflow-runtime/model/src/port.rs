//! The ends of a streamlet: inlets and outlets.

use crate::Schema;

/// An inlet: where a streamlet receives records of one type.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Inlet<'a> {
    /// Its name, a label.
    pub name: &'a str,
    /// What it accepts.
    pub schema: &'a Schema<'a>,
    /// Whether it asks for tombstones: records without a value, which delete their keys from a compacted
    /// topic.
    pub tombstones: bool,
}

/// An outlet: where a streamlet sends records of one type.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Outlet<'a> {
    /// Its name, a label.
    pub name: &'a str,
    /// What it carries.
    pub schema: &'a Schema<'a>,
    /// What makes the key of a record, so that equal keys share a partition: an expression of Rust with
    /// the record as `record`. Without one, partitions take turns.
    pub key: Option<&'a str>,
    /// Whether no record has a key: a function that returns its records makes none without `key`. One
    /// that sends them may set it on each.
    pub is_keyless: bool,
}
