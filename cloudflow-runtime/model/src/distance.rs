//! Near misses: which known name a person most likely meant.

/// Names longer than this are not compared; every name of a blueprint is shorter.
const LONGEST: usize = 64;

/// Returns the edit distance of two names, or `usize::MAX` when one is too long to compare.
///
/// Insertions, deletions, substitutions and swaps of neighbours each cost one (optimal string
/// alignment), since a swap is the commonest slip of a typist.
pub(crate) const fn distance(left: &str, right: &str) -> usize {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() > LONGEST || right.len() > LONGEST {
        return usize::MAX;
    }
    let mut before_last = [0; LONGEST + 1];
    let mut last = [0; LONGEST + 1];
    let mut column = 0;
    while column <= right.len() {
        last[column] = column;
        column += 1;
    }
    let mut row = 1;
    while row <= left.len() {
        let mut current = [0; LONGEST + 1];
        current[0] = row;
        let mut column = 1;
        while column <= right.len() {
            let same = left[row - 1] == right[column - 1];
            let mut best = last[column - 1] + if same { 0 } else { 1 };
            if last[column] + 1 < best {
                best = last[column] + 1;
            }
            if current[column - 1] + 1 < best {
                best = current[column - 1] + 1;
            }
            if row > 1
                && column > 1
                && left[row - 1] == right[column - 2]
                && left[row - 2] == right[column - 1]
                && before_last[column - 2] + 1 < best
            {
                best = before_last[column - 2] + 1;
            }
            current[column] = best;
            column += 1;
        }
        before_last = last;
        last = current;
        row += 1;
    }
    last[right.len()]
}

/// Returns whether `candidate` is near enough to `wanted` to suggest it: a third of its length. Names
/// of one letter are never near: nothing of the one is in the other.
pub(crate) const fn is_near(wanted: &str, candidate: &str) -> bool {
    let most = if wanted.len() > candidate.len() { wanted.len() } else { candidate.len() };
    let allowed = if most == 2 { 1 } else { most / 3 };
    distance(wanted, candidate) <= allowed
}

/// Returns the name among `candidates` that `wanted` most likely means.
///
/// ```
/// assert_eq!(cloudflow_model::nearest("metrcis", &["ingress", "metrics"]), Some("metrics"));
/// assert_eq!(cloudflow_model::nearest("egress", &["data"]), None);
/// ```
pub const fn nearest<'a>(wanted: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let mut best = None;
    let mut least = usize::MAX;
    let mut at = 0;
    while at < candidates.len() {
        let found = distance(wanted, candidates[at]);
        if found < least && is_near(wanted, candidates[at]) {
            least = found;
            best = Some(candidates[at]);
        }
        at += 1;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_letters_are_not_near() {
        assert_eq!(nearest("d", &["a"]), None);
        assert_eq!(nearest("ni", &["in"]), Some("in"));
    }

    #[test]
    fn distances() {
        for (left, right, expected) in
            [("", "", 0), ("a", "", 1), ("metrics", "metrcis", 1), ("kitten", "sitting", 3)]
        {
            assert_eq!(distance(left, right), expected, "{left} {right}");
            assert_eq!(distance(right, left), expected, "{right} {left}");
        }
        assert_eq!(distance(&"a".repeat(65), "a"), usize::MAX);
    }
}
