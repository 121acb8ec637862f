//! Tracks: in which row each line between two layers runs sideways.

/// The part of a net between two layers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Net {
    /// Which of all nets it is part of.
    pub(super) index: usize,
    /// The columns in which it comes from above; there is one at least.
    pub(super) tops: Vec<usize>,
    /// The columns in which it goes on below; there is one at least.
    pub(super) bottoms: Vec<usize>,
}

impl Net {
    /// Returns the leftmost and the rightmost column.
    pub(super) fn span(&self) -> (usize, usize) {
        let columns = || self.tops.iter().chain(&self.bottoms).copied();
        (columns().min().unwrap_or(0), columns().max().unwrap_or(0))
    }

    fn is_straight(&self) -> bool {
        let (left, right) = self.span();
        left == right
    }

    /// Where a net comes down in the column in which another goes on, it must turn away before.
    fn is_above(&self, other: &Self) -> bool {
        self.index != other.index && self.tops.iter().any(|top| other.bottoms.contains(top))
    }
}

/// Returns for each net its track, counted from above, or nothing when they are in each other's way.
pub(super) fn tracks(nets: &[Net]) -> Option<Vec<Option<usize>>> {
    let mut tracks: Vec<Option<usize>> = vec![None; nets.len()];
    let mut open: Vec<usize> = (0..nets.len()).filter(|at| !nets[*at].is_straight()).collect();
    while !open.is_empty() {
        let is_free = |at: &usize| !open.iter().any(|other| nets[*other].is_above(&nets[*at]));
        let at = open.iter().copied().find(is_free)?;
        let (left, right) = nets[at].span();
        let decided = || nets.iter().zip(&tracks).filter_map(|(net, track)| Some((net, (*track)?)));
        let above = decided().filter(|(net, _)| net.is_above(&nets[at]));
        let mut track = above.map(|(_, track)| track + 1).max().unwrap_or(0);
        let is_taken = |track| {
            decided().any(|(net, other)| {
                let (from, to) = net.span();
                // One blank between two lines in a row.
                other == track && from <= right + 1 && left <= to + 1
            })
        };
        while is_taken(track) {
            track += 1;
        }
        tracks[at] = Some(track);
        open.retain(|other| *other != at);
    }
    Some(tracks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(index: usize, tops: &[usize], bottoms: &[usize]) -> Net {
        Net { index, tops: tops.to_vec(), bottoms: bottoms.to_vec() }
    }

    #[test]
    fn lines_share_a_track_where_they_do_not_meet() {
        for (nets, expected) in [
            (vec![net(0, &[4], &[4])], Some(vec![None])),
            (vec![net(0, &[1], &[5]), net(1, &[9], &[12])], Some(vec![Some(0), Some(0)])),
            (vec![net(0, &[1], &[5]), net(1, &[6], &[12])], Some(vec![Some(0), Some(1)])),
            // The second comes down where the first goes on, so it turns away above it.
            (vec![net(0, &[1], &[5]), net(1, &[5], &[9])], Some(vec![Some(1), Some(0)])),
            (vec![net(0, &[1], &[5]), net(1, &[5], &[1])], None),
        ] {
            assert_eq!(tracks(&nets), expected, "{nets:?}");
        }
    }
}
