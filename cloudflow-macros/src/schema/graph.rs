//! Which records hold which: what has to be boxed, and which schemas are recursive.

use std::collections::{HashMap, HashSet};

use super::model::{Kind, Type};
use super::resolve::Schemas;

/// For each record the records that it reaches.
pub(super) struct Graph {
    /// Through values alone: what an array or a map holds is on the heap already.
    by_value: HashMap<String, HashSet<String>>,
    /// In any way.
    at_all: HashMap<String, HashSet<String>>,
}

impl Graph {
    pub(super) fn new(schemas: &Schemas<'_>) -> Self {
        Self { by_value: reach(schemas, false), at_all: reach(schemas, true) }
    }

    /// Returns whether a value of `from` can hold one of `to` in itself.
    pub(super) fn holds(&self, from: &str, to: &str) -> bool {
        self.by_value.get(from).is_some_and(|reached| reached.contains(to))
    }

    /// Returns whether the record `name` holds itself, or one that does. Its schema is written out as
    /// a whole: that of a type in a circle looks different from each place in it.
    pub(super) fn has_circle(&self, name: &str) -> bool {
        let is_circle =
            |name: &str| self.at_all.get(name).is_some_and(|reached| reached.contains(name));
        is_circle(name)
            || self
                .at_all
                .get(name)
                .is_some_and(|reached| reached.iter().any(|name| is_circle(name)))
    }
}

fn reach(schemas: &Schemas<'_>, through_collections: bool) -> HashMap<String, HashSet<String>> {
    let mut direct: HashMap<&str, Vec<&str>> = HashMap::new();
    for definition in &schemas.definitions {
        let Kind::Record(fields) = &definition.kind else { continue };
        let mut named = Vec::new();
        for field in fields {
            collect(&field.ty, through_collections, &mut named);
        }
        direct.insert(&definition.name, named);
    }
    direct
        .iter()
        .map(|(name, next)| {
            let mut reached = HashSet::new();
            let mut rest = next.clone();
            while let Some(next) = rest.pop() {
                if reached.insert(next.to_owned()) {
                    rest.extend(direct.get(next).into_iter().flatten());
                }
            }
            ((*name).to_owned(), reached)
        })
        .collect()
}

fn collect<'t>(ty: &'t Type, through_collections: bool, named: &mut Vec<&'t str>) {
    match ty {
        Type::Named(reference) => named.push(&reference.name),
        Type::Union(branches) => {
            for branch in branches {
                collect(&branch.ty, through_collections, named);
            }
        }
        Type::Array(inner) | Type::Map(inner) if through_collections => {
            collect(inner, through_collections, named);
        }
        _ => {}
    }
}
