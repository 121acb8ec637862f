//! Which records hold which: what has to be boxed, and which schemas are recursive.
//!
//! All of it takes time in proportion to the files, however many records they chain.

use super::model::{Kind, Type};
use super::resolve::Schemas;

/// The circles among records, by the indices of their definitions.
pub(super) struct Graph {
    /// The circle through values alone that each record is in: what an array or a map holds is on the
    /// heap already.
    by_value: Vec<usize>,
    /// Whether each record holds, in any way, a record that holds itself.
    has_circle: Vec<bool>,
}

impl Graph {
    pub(super) fn new(schemas: &Schemas<'_>) -> Self {
        let edges = edges(schemas, true);
        Self { by_value: components(&self::edges(schemas, false)), has_circle: reaching(&edges) }
    }

    /// Returns whether a value of either of two records that refer to each other can hold itself.
    pub(super) fn is_one_circle(&self, left: Option<usize>, right: Option<usize>) -> bool {
        let component = |index: Option<usize>| self.by_value.get(index?);
        component(left).is_some() && component(left) == component(right)
    }

    /// Returns whether the record holds itself, or one that does. Its schema is written out as a
    /// whole: that of a type in a circle looks different from each place in it.
    pub(super) fn has_circle(&self, index: Option<usize>) -> bool {
        index.and_then(|index| self.has_circle.get(index)).is_some_and(|has| *has)
    }
}

/// For each definition those that its fields name.
type Edges = Vec<Vec<usize>>;

fn edges(schemas: &Schemas<'_>, through_collections: bool) -> Edges {
    schemas
        .definitions
        .iter()
        .map(|definition| {
            let mut named = Vec::new();
            if let Kind::Record(fields) = &definition.kind {
                for field in fields {
                    collect(&field.ty, through_collections, schemas, &mut named);
                }
            }
            named
        })
        .collect()
}

fn collect(ty: &Type, through_collections: bool, schemas: &Schemas<'_>, named: &mut Vec<usize>) {
    match ty {
        Type::Named(reference) => named.extend(schemas.index(&reference.name)),
        Type::Union(branches) => {
            for branch in branches {
                collect(&branch.ty, through_collections, schemas, named);
            }
        }
        Type::Array(inner) | Type::Map(inner) if through_collections => {
            collect(inner, through_collections, schemas, named);
        }
        _ => {}
    }
}

fn reversed(edges: &Edges) -> Edges {
    let mut reversed = vec![Vec::new(); edges.len()];
    for (from, next) in edges.iter().enumerate() {
        for to in next {
            if let Some(list) = reversed.get_mut(*to) {
                list.push(from);
            }
        }
    }
    reversed
}

/// Returns the strongly connected component of each node, after Kosaraju: the nodes in the order in
/// which a walk leaves them, last first, each take what reaches them and has no component yet.
fn components(edges: &Edges) -> Vec<usize> {
    let back = reversed(edges);
    let mut component = vec![None; edges.len()];
    for start in left_last_first(edges) {
        let mut rest = vec![start];
        while let Some(node) = rest.pop() {
            if let Some(slot @ None) = component.get_mut(node) {
                *slot = Some(start);
                rest.extend(back.get(node).into_iter().flatten());
            }
        }
    }
    component.into_iter().map(Option::unwrap_or_default).collect()
}

/// Returns the nodes in the order in which a walk in depth leaves them, last first.
fn left_last_first(edges: &Edges) -> Vec<usize> {
    let mut is_entered = vec![false; edges.len()];
    let mut left = Vec::new();
    for start in 0..edges.len() {
        // The way is on the heap: files may chain many records.
        let mut way = vec![(start, 0)];
        while let Some((node, next)) = way.pop() {
            if next == 0 {
                match is_entered.get_mut(node) {
                    Some(entered) if !*entered => *entered = true,
                    _ => continue,
                }
            }
            match edges.get(node).and_then(|edges| edges.get(next)) {
                Some(to) => way.extend([(node, next + 1), (*to, 0)]),
                None => left.push(node),
            }
        }
    }
    left.reverse();
    left
}

/// Returns for each node whether it is in a circle or reaches one.
fn reaching(edges: &Edges) -> Vec<bool> {
    let component = components(edges);
    let is_circle = |node: usize| {
        edges.get(node).into_iter().flatten().any(|to| component.get(*to) == component.get(node))
    };
    let back = reversed(edges);
    let mut reaches = vec![false; edges.len()];
    let mut rest: Vec<usize> = (0..edges.len()).filter(|node| is_circle(*node)).collect();
    while let Some(node) = rest.pop() {
        if let Some(slot @ false) = reaches.get_mut(node) {
            *slot = true;
            rest.extend(back.get(node).into_iter().flatten());
        }
    }
    reaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles() {
        // 0 → 1 ⇄ 2 → 3, 4 → 4, 5 → 4.
        let edges = vec![vec![1], vec![2], vec![1, 3], vec![], vec![4], vec![4]];
        let component = components(&edges);
        assert_eq!(component[1], component[2]);
        for (left, right) in [(0, 1), (2, 3), (4, 5), (0, 3)] {
            assert_ne!(component[left], component[right], "{left} {right}");
        }
        assert_eq!(reaching(&edges), [true, true, true, false, true, true]);
    }
}
