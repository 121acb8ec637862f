//! Who reads which partition: evenly, with as few moves as possible.

use std::collections::BTreeMap;

/// Names a member of a group. Later members have greater numbers.
pub(super) type MemberId = u64;

/// Returns the owner that each partition shall have.
///
/// No member has two partitions more than another. A partition stays with its owner as long as that is
/// fair. The result depends on the arguments alone.
pub(super) fn assign(owners: &[Option<MemberId>], members: &[MemberId]) -> Vec<Option<MemberId>> {
    let mut quotas = quotas(owners, members);
    let mut assigned: Vec<Option<MemberId>> =
        owners.iter().map(|owner| owner.filter(|member| take(&mut quotas, *member))).collect();
    for free in assigned.iter_mut().filter(|owner| owner.is_none()) {
        *free = members.iter().copied().find(|member| take(&mut quotas, *member));
    }
    assigned
}

/// How many partitions each member may have. Where they do not divide evenly, one more goes to those
/// that have most already.
fn quotas(owners: &[Option<MemberId>], members: &[MemberId]) -> BTreeMap<MemberId, usize> {
    let Some(each) = owners.len().checked_div(members.len()) else { return BTreeMap::new() };
    let more = owners.len() % members.len();
    let owned = |member: &MemberId| owners.iter().filter(|owner| **owner == Some(*member)).count();
    let mut by_count = members.to_vec();
    by_count.sort_by_key(|member| std::cmp::Reverse(owned(member)));
    by_count
        .into_iter()
        .enumerate()
        .map(|(rank, member)| (member, each + usize::from(rank < more)))
        .collect()
}

fn take(quotas: &mut BTreeMap<MemberId, usize>, member: MemberId) -> bool {
    match quotas.get_mut(&member) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_share_evenly_and_keep_what_they_have() {
        let none = [None; 5];
        for (owners, members, expected) in [
            (&none[..], &[][..], vec![None; 5]),
            (&none[..], &[1][..], vec![Some(1); 5]),
            (&none[..], &[1, 2][..], vec![Some(1), Some(1), Some(1), Some(2), Some(2)]),
            (&[Some(1), Some(1), Some(1)][..], &[1, 2][..], vec![Some(1), Some(1), Some(2)]),
            (&[Some(1), Some(2), None][..], &[1, 2][..], vec![Some(1), Some(2), Some(1)]),
            (&[Some(2), Some(2), Some(1)][..], &[1, 2][..], vec![Some(2), Some(2), Some(1)]),
            (&[Some(1), Some(9)][..], &[1, 2, 3][..], vec![Some(1), Some(2)]),
        ] {
            assert_eq!(assign(owners, members), expected, "{owners:?} among {members:?}");
        }
    }
}
