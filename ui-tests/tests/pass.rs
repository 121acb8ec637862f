//! The cases under `ui/*/pass` compile without a warning, and run.
//!
//! They are modules of one program, so they cost one compilation. It has no test harness, because
//! rustc does not look for missing documentation where there is one.

#![expect(clippy::print_stdout, reason = "a test without a harness says itself how it went")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The folder of the cases. All is public in it, so that what the lints say about public items holds.
#[expect(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    clippy::pedantic,
    clippy::allow_attributes_without_reason,
    clippy::drop_non_drop,
    clippy::indexing_slicing,
    reason = "cases that are to be free of such warnings ask for them"
)]
#[rustfmt::skip]
#[path = "../ui"]
pub mod ui {
    pub mod blueprint {
        pub mod pass {
            pub mod at_the_limits;
            pub mod compacted_with_keys;
            pub mod under_a_condition;
            pub mod versions_of_a_record;
            pub mod whole_grammar;
        }
    }
    pub mod explained {
        pub mod pass {
            pub mod every_rule;
        }
    }
    pub mod lock {
        pub mod pass {
            pub mod last_version_alone;
            pub mod reads_all_that_is_released;
            pub mod records_that_are_less_public;
            pub mod without_a_lock;
        }
    }
    pub mod record {
        pub mod pass {
            pub mod default_of_decimal;
            pub mod everything;
            pub mod inside_a_macro;
            pub mod name_of_avro_elsewhere;
            pub mod names_of_type_parameters;
            pub mod serde_by_hand;
            pub mod shadowed_names;
        }
    }
    pub mod schema {
        pub mod pass {
            pub mod everything;
        }
    }
    pub mod streamlet {
        pub mod pass {
            pub mod functions_over_streams;
            pub mod inside_a_macro;
            pub mod overlapping_calls;
            pub mod tombstones;
            pub mod value_functions;
        }
    }
}

const CASES: &[(&str, fn())] = &[
    ("blueprint/pass/at_the_limits.rs", ui::blueprint::pass::at_the_limits::main),
    ("blueprint/pass/compacted_with_keys.rs", ui::blueprint::pass::compacted_with_keys::main),
    ("blueprint/pass/under_a_condition.rs", ui::blueprint::pass::under_a_condition::main),
    ("blueprint/pass/versions_of_a_record.rs", ui::blueprint::pass::versions_of_a_record::main),
    ("blueprint/pass/whole_grammar.rs", ui::blueprint::pass::whole_grammar::main),
    ("explained/pass/every_rule.rs", ui::explained::pass::every_rule::main),
    ("lock/pass/last_version_alone.rs", ui::lock::pass::last_version_alone::main),
    ("lock/pass/reads_all_that_is_released.rs", ui::lock::pass::reads_all_that_is_released::main),
    (
        "lock/pass/records_that_are_less_public.rs",
        ui::lock::pass::records_that_are_less_public::main,
    ),
    ("lock/pass/without_a_lock.rs", ui::lock::pass::without_a_lock::main),
    ("record/pass/default_of_decimal.rs", ui::record::pass::default_of_decimal::main),
    ("record/pass/everything.rs", ui::record::pass::everything::main),
    ("record/pass/inside_a_macro.rs", ui::record::pass::inside_a_macro::main),
    ("record/pass/name_of_avro_elsewhere.rs", ui::record::pass::name_of_avro_elsewhere::main),
    ("record/pass/names_of_type_parameters.rs", ui::record::pass::names_of_type_parameters::main),
    ("record/pass/serde_by_hand.rs", ui::record::pass::serde_by_hand::main),
    ("record/pass/shadowed_names.rs", ui::record::pass::shadowed_names::main),
    ("schema/pass/everything.rs", ui::schema::pass::everything::main),
    ("streamlet/pass/functions_over_streams.rs", ui::streamlet::pass::functions_over_streams::main),
    ("streamlet/pass/inside_a_macro.rs", ui::streamlet::pass::inside_a_macro::main),
    ("streamlet/pass/overlapping_calls.rs", ui::streamlet::pass::overlapping_calls::main),
    ("streamlet/pass/tombstones.rs", ui::streamlet::pass::tombstones::main),
    ("streamlet/pass/value_functions.rs", ui::streamlet::pass::value_functions::main),
];

fn main() {
    // What Cargo passes on when only tests with services are asked for.
    if std::env::args().any(|argument| argument == "--ignored") {
        return;
    }
    let listed: BTreeSet<_> = CASES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(listed, found(), "the cases in this file and in `ui` differ");
    for (path, case) in CASES {
        println!("case {path} ... ok");
        case();
    }
    println!("test result: ok. {} passed; 0 failed", CASES.len());
}

fn found() -> BTreeSet<String> {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let mut found = BTreeSet::new();
    for group in fs::read_dir(ui).expect("the cases") {
        let group = group.expect("a group").path();
        let Ok(cases) = fs::read_dir(group.join("pass")) else { continue };
        for case in cases {
            let case = case.expect("a case").path();
            if case.extension().is_some_and(|extension| extension == "rs") {
                let group = group.file_name().expect("a name").to_string_lossy();
                let case = case.file_name().expect("a name").to_string_lossy();
                found.insert(format!("{group}/pass/{case}"));
            }
        }
    }
    found
}
