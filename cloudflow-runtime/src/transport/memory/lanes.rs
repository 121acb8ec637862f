//! Who reads a topic, and how far each of them is.

use std::collections::BTreeMap;

/// Names a lane. Later ones have greater numbers.
pub(super) type LaneId = u64;

/// Everybody who reads a topic.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    lanes: BTreeMap<LaneId, Lane>,
    last: LaneId,
}

/// Somebody who reads a topic: an inlet of a group, or a reader without a group.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) group: Option<String>,
    /// For each partition the offset from which on records are needed, if it reads the partition.
    pub(super) positions: Vec<Option<i64>>,
}

impl Lanes {
    /// Adds a lane, with the offsets that it begins at.
    pub(super) fn add(&mut self, group: Option<String>, positions: Vec<Option<i64>>) -> LaneId {
        self.last += 1;
        self.lanes.insert(self.last, Lane { group, positions });
        self.last
    }

    pub(super) fn remove(&mut self, lane: LaneId) {
        self.lanes.remove(&lane);
    }

    /// Has all groups read one more partition.
    pub(super) fn grow(&mut self) {
        for lane in self.lanes.values_mut().filter(|lane| lane.group.is_some()) {
            lane.positions.push(Some(0));
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Lane> {
        self.lanes.values()
    }

    /// Returns the lanes of a group, one for each of its inlets.
    pub(super) fn of(&self, group: &str) -> Vec<LaneId> {
        let lanes = self.lanes.iter().filter(|(_, lane)| lane.group.as_deref() == Some(group));
        lanes.map(|(id, _)| *id).collect()
    }

    /// Returns the position of a lane in a partition that it reads.
    pub(super) fn position(&self, lane: LaneId, partition: usize) -> Option<i64> {
        self.lanes.get(&lane)?.position(partition)
    }

    /// Moves a lane on. Returns whether it was behind.
    pub(super) fn advance(&mut self, lane: LaneId, partition: usize, offset: i64) -> bool {
        let lane = self.lanes.get_mut(&lane);
        match lane.and_then(|lane| lane.positions.get_mut(partition)) {
            Some(Some(position)) if *position < offset => {
                *position = offset;
                true
            }
            _ => false,
        }
    }

    /// Returns whether a group reads the topic.
    pub(super) fn has_groups(&self) -> bool {
        self.iter().any(|lane| lane.group.is_some())
    }

    /// Returns what a group has committed: its inlet that is behind the others decides.
    pub(super) fn committed(&self, group: &str, partition: usize) -> Option<i64> {
        let lanes = self.iter().filter(|lane| lane.group.as_deref() == Some(group));
        lanes.filter_map(|lane| lane.position(partition)).min()
    }

    /// Returns the first offset of a partition that somebody still needs.
    pub(super) fn needed(&self, partition: usize) -> Option<i64> {
        self.iter().filter_map(|lane| lane.position(partition)).min()
    }
}

impl Lane {
    fn position(&self, partition: usize) -> Option<i64> {
        self.positions.get(partition).copied()?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_decides() {
        let mut lanes = Lanes::default();
        assert_eq!((lanes.needed(0), lanes.has_groups()), (None, false));
        let reader = lanes.add(None, vec![None, Some(3)]);
        let [one, two] = [0; 2].map(|_| lanes.add(Some("group".to_owned()), vec![Some(0); 2]));
        assert_eq!(lanes.of("group"), [one, two]);
        assert!(lanes.advance(one, 1, 8) && lanes.advance(two, 1, 5) && !lanes.advance(two, 1, 4));
        assert_eq!((lanes.committed("group", 1), lanes.needed(1)), (Some(5), Some(3)));
        assert!(!lanes.advance(reader, 0, 9), "it does not read this one");
        assert_eq!(lanes.needed(0), Some(0));
        lanes.grow();
        assert_eq!((lanes.position(one, 2), lanes.position(reader, 2)), (Some(0), None));
        lanes.remove(reader);
        assert_eq!(lanes.needed(1), Some(5));
    }
}
