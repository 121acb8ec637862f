//! Which partitions a member has, and which claims follow from them.

use std::collections::{BTreeMap, BTreeSet};

use crate::transport::{Claim, Position, TransportError};

/// The topics and inlets of a session, and the claims that it holds.
#[derive(Debug, Default)]
pub(super) struct Holdings {
    /// The topic of each inlet, as an index into [`Self::topics`].
    inlets: Vec<usize>,
    topics: Vec<String>,
    /// Inlets whose partitions of one number belong together.
    together: Vec<Vec<usize>>,
    generation: u64,
    claims: BTreeMap<(usize, i32), Claim>,
    /// The position of each claim that has one.
    positions: BTreeMap<Claim, i64>,
}

impl Holdings {
    pub(super) fn new<'t>(inlets: impl Iterator<Item = &'t str>, together: &[Vec<usize>]) -> Self {
        let mut holdings = Self { together: together.to_vec(), ..Self::default() };
        for topic in inlets {
            let known = holdings.topics.iter().position(|known| known == topic);
            let topic = known.unwrap_or_else(|| {
                holdings.topics.push(topic.to_owned());
                holdings.topics.len() - 1
            });
            holdings.inlets.push(topic);
        }
        holdings
    }

    /// The topics, each once.
    pub(super) fn topics(&self) -> &[String] {
        &self.topics
    }

    /// Returns the inlets that read a topic.
    pub(super) fn inlets_of(&self, topic: usize) -> impl Iterator<Item = usize> {
        self.inlets.iter().enumerate().filter(move |(_, of)| **of == topic).map(|(inlet, _)| inlet)
    }

    /// Returns a claim that is held.
    pub(super) fn claim(&self, inlet: usize, partition: i32) -> Option<Claim> {
        self.claims.get(&(inlet, partition)).copied()
    }

    /// Returns whether a claim is held, in its generation.
    pub(super) fn has(&self, claim: Claim) -> bool {
        self.claim(claim.inlet, claim.partition) == Some(claim)
    }

    /// Takes partitions in, and returns the new claims.
    pub(super) fn assign(&mut self, partitions: &[(String, i32)]) -> Vec<Claim> {
        self.generation += 1;
        let generation = self.generation;
        let claims = self.of(partitions).into_iter();
        let claims: Vec<_> =
            claims.map(|(inlet, partition)| Claim { inlet, partition, generation }).collect();
        self.adopt(&claims);
        claims
    }

    /// Holds claims that somebody else made.
    pub(super) fn adopt(&mut self, claims: &[Claim]) {
        self.claims.extend(claims.iter().map(|claim| ((claim.inlet, claim.partition), *claim)));
    }

    /// Lets partitions go, and returns what was held of them.
    pub(super) fn revoke(&mut self, partitions: &[(String, i32)]) -> Vec<Claim> {
        let gone = self.of(partitions);
        let claims: Vec<_> = gone.iter().filter_map(|place| self.claims.remove(place)).collect();
        for claim in &claims {
            self.positions.remove(claim);
        }
        claims
    }

    /// Says which topics that belong together do not fit: one has partitions that another has not.
    ///
    /// The members of a group have the same numbers of all, as the assignor gives them in ranges, as
    /// long as the topics have equally many.
    pub(super) fn mismatch(&self) -> Option<TransportError> {
        let held = |inlet: usize| -> BTreeSet<i32> {
            let held = self.claims.keys().filter(|(of, _)| *of == inlet);
            held.map(|(_, partition)| *partition).collect()
        };
        let name = |inlet: usize| {
            self.inlets.get(inlet).and_then(|topic| self.topics.get(*topic)).cloned()
        };
        for set in &self.together {
            let Some((first, others)) = set.split_first() else { continue };
            let expected = held(*first);
            for other in others {
                let found = held(*other);
                if found != expected {
                    let topic = name(*first).unwrap_or_default();
                    let reason = format!(
                        "is read together with `{}`, but this member has partitions {:?} of the one \
                         and {:?} of the other\n\
                         help: give both topics equally many partitions with `topics create`",
                        name(*other).unwrap_or_default(),
                        expected,
                        found
                    );
                    return Some(TransportError::Topic { topic, reason });
                }
            }
        }
        None
    }

    /// Notes positions, and returns what to commit of them: topic, partition, offset. Positions of
    /// claims that are not held are left out. Where several inlets read a topic, what all have passed
    /// counts.
    pub(super) fn note(&mut self, positions: &[Position]) -> Vec<(String, i32, i64)> {
        let mut places = BTreeSet::new();
        for Position { claim, offset } in positions.iter().copied() {
            if self.has(claim)
                && let Some(topic) = self.inlets.get(claim.inlet)
            {
                self.positions.insert(claim, offset);
                places.insert((*topic, claim.partition));
            }
        }
        let position = |(topic, partition)| {
            let mut least = i64::MAX;
            for inlet in self.inlets_of(topic) {
                least = least.min(*self.positions.get(&self.claim(inlet, partition)?)?);
            }
            Some((self.topics.get(topic)?.clone(), partition, least))
        };
        places.into_iter().filter_map(position).collect()
    }

    /// Returns inlets and partitions of these partitions.
    fn of(&self, partitions: &[(String, i32)]) -> Vec<(usize, i32)> {
        let mut all = Vec::new();
        for (topic, partition) in partitions {
            let Some(topic) = self.topics.iter().position(|known| known == topic) else { continue };
            all.extend(self.inlets_of(topic).map(|inlet| (inlet, *partition)));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(partitions: &[(&str, i32)]) -> Vec<(String, i32)> {
        partitions.iter().map(|(topic, partition)| ((*topic).to_owned(), *partition)).collect()
    }

    #[test]
    fn what_comes_back_is_another_claim() {
        let mut holdings = Holdings::new(["a", "b"].into_iter(), &[]);
        let first = holdings.assign(&list(&[("a", 0), ("b", 0), ("c", 0)]));
        assert_eq!(first.len(), 2, "a topic that is not ours is left out");
        assert_eq!(holdings.revoke(&list(&[("b", 0)])), [first[1]]);
        assert!(holdings.has(first[0]) && !holdings.has(first[1]));
        let again = holdings.assign(&list(&[("b", 0)]));
        assert_ne!(again[0], first[1]);
        assert!(!holdings.has(first[1]));
    }

    #[test]
    fn only_what_is_held_is_committed() {
        let mut holdings = Holdings::new(["a"].into_iter(), &[]);
        let claims = holdings.assign(&list(&[("a", 0), ("a", 1)]));
        let positions: Vec<_> =
            claims.iter().map(|claim| Position { claim: *claim, offset: 7 }).collect();
        holdings.revoke(&list(&[("a", 1)]));
        assert_eq!(holdings.note(&positions), [("a".to_owned(), 0, 7)]);
    }

    #[test]
    fn a_topic_of_two_inlets_is_committed_as_far_as_both_have_come() {
        let mut holdings = Holdings::new(["a", "a"].into_iter(), &[]);
        let claims = holdings.assign(&list(&[("a", 0)]));
        let at = |inlet: usize, offset| Position { claim: claims[inlet], offset };
        assert_eq!(holdings.note(&[at(0, 5)]), []);
        assert_eq!(holdings.note(&[at(1, 3)]), [("a".to_owned(), 0, 3)]);
        assert_eq!(holdings.note(&[at(1, 9)]), [("a".to_owned(), 0, 5)]);
    }

    #[test]
    fn topics_that_belong_together_have_equally_many_partitions() {
        let mut holdings = Holdings::new(["a", "b"].into_iter(), &[vec![0, 1]]);
        holdings.assign(&list(&[("a", 0), ("b", 0)]));
        assert_eq!(holdings.mismatch(), None);
        holdings.assign(&list(&[("b", 1)]));
        assert_eq!(
            holdings.mismatch().map(|error| error.to_string()).as_deref(),
            Some(
                "topic `a` is read together with `b`, but this member has partitions {0} of the one \
                 and {0, 1} of the other\n\
                 help: give both topics equally many partitions with `topics create`"
            )
        );
    }
}
