//! From names to indices: the step before the rules, shared by the macro and by every loader.

use crate::{Problem, Subject, rules};

/// Returns the index of the instance that is called `wanted`.
///
/// # Errors
///
/// Returns the problem `CF03`, with a suggestion or the instances there are, about `subject`.
#[expect(clippy::result_large_err, reason = "the error is the message, made once per mistake")]
pub fn instance_index(names: &[&str], wanted: &str, subject: Subject) -> Result<usize, Problem> {
    names
        .iter()
        .position(|name| *name == wanted)
        .ok_or_else(|| rules::cf03_unknown_instance::problem(names, wanted, subject))
}
