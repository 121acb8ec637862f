//! The table of pairs, and its three judges: the compiler, our rule as it runs, and the reference.

use std::hint::black_box;

use apache_avro::schema_compatibility::{Compatibility, SchemaCompatibility};

use super::case::Case;
use super::{
    table_of_branches as branches, table_of_names as names, table_of_parts as parts,
    table_of_values as values,
};

/// How many pairs there must be at least.
const FEWEST: usize = 250;

pub(super) fn table() -> impl Iterator<Item = &'static Case> {
    let tables = [
        values::PRIMITIVES,
        values::ENUMS,
        values::FIXED,
        values::LOGICAL,
        parts::COLLECTIONS,
        parts::UNIONS,
        parts::RECORDS,
        parts::RECURSIVE,
        branches::BRANCHES,
        branches::DEFAULTS,
        names::NAMES,
        names::ALIASES,
        names::CIRCLES,
    ];
    tables.into_iter().flatten()
}

#[test]
fn there_are_enough_pairs_each_with_a_name_of_its_own() {
    let mut names: Vec<_> = table().map(|case| case.name).collect();
    assert!(names.len() >= FEWEST, "{}", names.len());
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn the_compiler_says_what_the_specification_says() {
    let wrong: Vec<_> =
        table().filter(|case| case.in_const != case.reads).map(|case| case.name).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn the_rule_says_the_same_when_it_runs() {
    for case in table() {
        let reason = black_box(case.reader).why_not_read(black_box(case.writer));
        let words = reason.map(|reason| reason.message());
        assert_eq!(words.is_none(), case.reads, "{}: {words:?}", case.name);
        if let Some(words) = words {
            assert!(words.as_str().contains("\nhelp: "), "{}: {words}", case.name);
        }
    }
}

#[test]
fn the_reference_differs_where_the_table_says_so() {
    let mut wrong = Vec::new();
    for case in table() {
        let parse = |schema| {
            let json = serde_json::to_string(schema).map_err(|error| error.to_string())?;
            apache_avro::Schema::parse_str(&json).map_err(|error| format!("{error}: {json}"))
        };
        let verdict = parse(case.writer).and_then(|writer| {
            let reader = parse(case.reader)?;
            let verdict = SchemaCompatibility::can_read(&writer, &reader);
            Ok(match verdict {
                Ok(compatibility) => (compatibility == Compatibility::Full, String::new()),
                Err(reason) => (false, reason.to_string()),
            })
        });
        // A schema that it does not even parse is a difference as well.
        let agrees = verdict.as_ref().is_ok_and(|(reads, _)| *reads == case.reads);
        if agrees != case.crate_differs.is_none() {
            wrong.push((case.name, verdict));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
