//! Derived names: who is called what in Kubernetes, and the problems that follow from it.
//!
//! A name that is too long is an error and is not cut: the cut name would change with the next
//! renaming, and two cut names might meet.

use std::collections::BTreeMap;

use crate::Problem;
use crate::error::LONGEST_NAME;

/// Takes note of every name that a plan gives, and of the problems with them.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Who has the name, by kind and name.
    owners: BTreeMap<(&'static str, String), String>,
    pub(crate) problems: Vec<Problem>,
}

impl Names {
    /// Notes that `what` of `owner` is called `name`, which nothing else of its kind may be.
    pub(crate) fn give(&mut self, what: &'static str, owner: &str, name: &str) {
        if name.len() > LONGEST_NAME {
            // The objects of an instance share its name, and those of its volumes start with it: one
            // mistake is one problem.
            let known = self.problems.iter().any(|problem| {
                matches!(problem, Problem::NameTooLong { name: known, .. }
                    if name.strip_prefix(known.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
            });
            if !known {
                self.problems.push(Problem::NameTooLong {
                    what,
                    owner: owner.to_owned(),
                    name: name.to_owned(),
                    length: name.len(),
                });
            }
            return;
        }
        let key = (what, name.to_owned());
        match self.owners.get(&key) {
            Some(other) if other != owner => {
                let known = self.problems.iter().any(|problem| {
                    matches!(problem, Problem::NameTaken { owner: one, other: two, .. }
                        if one == owner && two == other)
                });
                if !known {
                    self.problems.push(Problem::NameTaken {
                        what,
                        owner: owner.to_owned(),
                        other: other.clone(),
                        name: name.to_owned(),
                    });
                }
            }
            _ => {
                self.owners.insert(key, owner.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &[(&'static str, &str, &str)], expected: &[&str]) {
        let mut names = Names::default();
        for (what, owner, name) in given {
            names.give(what, owner, name);
        }
        let texts: Vec<_> = names.problems.iter().map(ToString::to_string).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_name_is_too_long_once() {
        let long = "n".repeat(65);
        check(
            &[
                ("the ConfigMap", "instance `i`", &long),
                ("the Service", "instance `i`", &long),
                ("the PersistentVolumeClaim", "volume `v` of instance `i`", &format!("{long}-v")),
            ],
            &[&format!(
                "the ConfigMap of instance `i` would be called `{long}`, which has 65 characters; \
                 Kubernetes allows 63\nhelp: shorten the name of instance `i` or of the application by 2"
            )],
        );
    }

    #[test]
    fn a_name_is_taken_by_kind() {
        check(&[("the Service", "instance `a`", "x"), ("the ConfigMap", "instance `b`", "x")], &[]);
        check(
            &[
                ("the ConfigMap", "the topics", "app-topics"),
                ("the ConfigMap", "instance `topics`", "app-topics"),
            ],
            &[
                "the ConfigMap of instance `topics` would be called `app-topics`, and so would that of \
               the topics\nhelp: give one of them another name",
            ],
        );
    }
}
