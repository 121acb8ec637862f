//! How rustc finds the field of a record that breaks what a topic is released with.
//!
//! It underlines the code that panics, so that code has to stand where the record does. Three macros
//! work together: `blueprint!` has the verdict about a topic ([`ReleasedTopic`]) and asks the streamlet
//! of the outlet; `#[streamlet]` knows which record that is ([`Writes`]); and the derive of the record
//! panics on the name of the field ([`WrittenTo`]). Streamlets and records that are written by hand do
//! not answer ([`Answer`]): then `blueprint!` reports at the topic.
//!
//! The types of records appear in no interface here unless they are parameters. A streamlet may be more
//! public than its record, and an associated type would make that an error.

use std::fmt;
use std::marker::PhantomData;

use cloudflow_model::{Problem, Subject, refuse};

use crate::Outputs;

/// A topic of a blueprint that has released versions.
pub trait ReleasedTopic {
    /// What is wrong with the records that are written to it.
    const PROBLEM: &'static Option<Problem>;
}

/// A streamlet whose outlet with this index writes a record that errors can point at.
pub trait Writes<Topic: ReleasedTopic, const OUTLET: usize> {
    /// Evaluates where the released versions of the topic allow the record.
    const AS_RELEASED: ();
}

/// A streamlet whose outlet with this index writes what a parameter of its type says. Then the record
/// itself is asked, so that no note of rustc leads to the streamlet, which may be one of ours.
pub trait WritesParameter<const OUTLET: usize> {
    /// The parameter.
    type Record;
}

/// A record that errors can point at. The names here are part of those errors.
pub trait WrittenTo<Topic: ReleasedTopic> {
    /// Evaluates where the released versions of the topic allow the record.
    const AS_RELEASED: ();
}

/// What a value function returns. The topic makes a bound on it one that need not hold: that it must is
/// said elsewhere, and once.
pub trait HasRecordsFor<Topic> {
    /// The record.
    type Item;
}

impl<Topic, Returned: Outputs> HasRecordsFor<Topic> for Returned {
    type Item = Returned::Item;
}

/// Refuses the caller, the field with this index, if the problem is about it.
#[track_caller]
pub const fn released_field<Topic: ReleasedTopic>(index: usize) {
    if let Some(problem) = Topic::PROBLEM
        && let Subject::Record { field: Some(field), .. } = problem.subject
        && field == index
    {
        refuse(problem)
    }
}

/// Refuses the caller, the record, if there is a problem that no field has.
#[track_caller]
pub const fn released_record<Topic: ReleasedTopic>() {
    if let Some(problem) = Topic::PROBLEM {
        refuse(problem)
    }
}

/// Returns the index of the outlet that the problem is about, and one that no outlet has if it is not
/// one of this instance.
pub const fn refused_outlet(problem: &Option<Problem>, instance: usize) -> usize {
    match problem {
        Some(Problem { subject: Subject::Record { instance: found, outlet, .. }, .. })
            if *found == instance =>
        {
            *outlet
        }
        _ => usize::MAX,
    }
}

/// Who can be asked about an outlet: the constants of these names where the bounds hold, and those of
/// [`Otherwise`] elsewhere.
pub struct Answer<Streamlet, const OUTLET: usize>(PhantomData<fn() -> Streamlet>);

impl<Streamlet, const OUTLET: usize> fmt::Debug for Answer<Streamlet, OUTLET> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Answer")
    }
}

impl<Streamlet: Writes<Nowhere, OUTLET>, const OUTLET: usize> Answer<Streamlet, OUTLET> {
    /// Whether it is the streamlet.
    pub const OF_STREAMLET: bool = true;
}

impl<Streamlet, const OUTLET: usize> Answer<Streamlet, OUTLET>
where
    Streamlet: WritesParameter<OUTLET, Record: WrittenTo<Nowhere>>,
{
    /// Whether it is the record.
    pub const OF_RECORD: bool = true;
}

/// The other cases of [`Answer`].
pub trait Otherwise {
    /// See [`Answer::OF_STREAMLET`].
    const OF_STREAMLET: bool = false;
    /// See [`Answer::OF_RECORD`].
    const OF_RECORD: bool = false;
}

impl<Streamlet, const OUTLET: usize> Otherwise for Answer<Streamlet, OUTLET> {}

/// A topic without released versions.
#[derive(Debug)]
pub enum Nowhere {}

impl ReleasedTopic for Nowhere {
    const PROBLEM: &'static Option<Problem> = &None;
}

/// The streamlet if it is asked, and otherwise somebody who always agrees.
pub trait AskedStreamlet<const IS_ASKED: bool> {
    /// Its type.
    type Type;
}

impl<Streamlet> AskedStreamlet<true> for Streamlet {
    type Type = Self;
}

impl<Streamlet> AskedStreamlet<false> for Streamlet {
    type Type = Agrees;
}

/// The record if it is asked, and otherwise somebody who always agrees.
pub trait AskedRecord<const OUTLET: usize, const IS_ASKED: bool> {
    /// Its type.
    type Type;
}

impl<Streamlet: WritesParameter<OUTLET>, const OUTLET: usize> AskedRecord<OUTLET, true>
    for Streamlet
{
    type Type = Streamlet::Record;
}

impl<Streamlet, const OUTLET: usize> AskedRecord<OUTLET, false> for Streamlet {
    type Type = Agrees;
}

/// Stands for who is not asked, because the problem is about somebody else or there is no answer.
#[derive(Debug)]
pub enum Agrees {}

impl<Topic: ReleasedTopic, const OUTLET: usize> Writes<Topic, OUTLET> for Agrees {
    const AS_RELEASED: () = ();
}

impl<Topic: ReleasedTopic> WrittenTo<Topic> for Agrees {
    const AS_RELEASED: () = ();
}
