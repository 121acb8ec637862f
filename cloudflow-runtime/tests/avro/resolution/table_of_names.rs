//! Pairs about names: what is compared with a namespace and what without, aliases, and what readers
//! ignore (specification, "Names", "Aliases", "Schema Resolution").

use cloudflow_model::Schema::{
    self, Array, Enum, Float, Int, Long, Map, Null, Record as R, Reference, String, Union,
};
use cloudflow_model::schema::{Enumeration, Field, Fixed, Json, Record};

use super::case::{cases, field, fixed, known_as, optional, or_else, record, renamed, symbols};

const A: Field<'static> = field("a", &Int);
const A_LONG: Field<'static> = field("a", &Long);
const CAPITAL_A: Field<'static> = field("A", &Int);
const B_WAS_A_TEXT: Field<'static> = renamed("b", &["a"], &String);
const B_WAS_CAPITAL_A: Field<'static> = renamed("b", &["A"], &Int);
const B_WAS_A: Field<'static> = renamed("b", &["a"], &Long);

const P: Record<'static> = record("P", &[A]);
const SMALL_P: Record<'static> = record("p", &[A]);
const CAPITAL: Record<'static> = record("P", &[CAPITAL_A]);
const X_P: Record<'static> = record("x.P", &[A]);
const DEEP_P: Record<'static> = record("x.y.z.P", &[A]);
const Y_P_LONG: Record<'static> = record("y.P", &[A_LONG]);
const P_OTHER: Record<'static> = record("P.other", &[A]);
const Q_WAS_X_P: Record<'static> = known_as("y.Q", &["x.P"], &[A_LONG]);
const Q_WAS_P: Record<'static> = known_as("Q", &["P"], &[A]);
const Q_WAS_MANY: Record<'static> = known_as("Q", &["z.P", "x.R", "x.P"], &[A]);
const DOCUMENTED: Record<'static> = Record {
    doc: "Of which a reader knows nothing.",
    aliases: &["Old"],
    ..record(
        "P",
        &[Field {
            doc: "A number.",
            aliases: &["b"],
            default: Some(Json::Integer(7)),
            ..field("a", &Int)
        }],
    )
};

const HOLDS: Record<'static> = record("H", &[field("p", &R(&X_P))]);
const HOLDS_Q: Record<'static> = record("H", &[field("p", &Union(&[&Null, &R(&Q_WAS_X_P)]))]);
const HOLDS_LIST: Record<'static> = record("H", &[field("p", &Array(&Map(&R(&X_P))))]);
const HOLDS_LIST_OF_Q: Record<'static> = record("H", &[field("p", &Array(&Map(&R(&Q_WAS_X_P))))]);

const STATE: Enumeration<'static> = symbols("State", &["ON"]);
const SMALL_SYMBOL: Enumeration<'static> = symbols("State", &["on"]);
const X_STATE: Enumeration<'static> = symbols("x.State", &["ON", "OFF"]);
const Y_STATE_OR_ON: Enumeration<'static> = or_else("y.State", &["ON"], "ON");
const MODE_WAS_X_STATE: Enumeration<'static> =
    Enumeration { aliases: &["x.State"], ..or_else("y.Mode", &["OFF"], "OFF") };
const X_ID: Fixed<'static> = fixed("x.Id", 4);
const Y_ID: Fixed<'static> = fixed("y.Id", 4);
const Y_LONG_ID: Fixed<'static> = fixed("y.Id", 8);
const KEY_WAS_X_ID: Fixed<'static> = Fixed { name: "y.Key", aliases: &["x.Id"], size: 4 };
const KEY_WAS_Z_ID: Fixed<'static> = Fixed { name: "y.Key", aliases: &["z.Id"], size: 4 };

cases! { NAMES:
    records_in_two_namespaces: R(&X_P) => R(&Y_P_LONG), reads;
    record_in_a_deep_namespace: R(&DEEP_P) => R(&P), reads;
    record_whose_namespace_is_the_name: R(&P_OTHER) => R(&P), fails;
    record_in_small_letters: R(&SMALL_P) => R(&P), fails;
    field_in_small_letters: R(&P) => R(&CAPITAL), fails;
    symbol_in_small_letters: Enum(&SMALL_SYMBOL) => Enum(&STATE), fails;
    enums_in_two_namespaces: Enum(&X_STATE) => Enum(&Y_STATE_OR_ON), reads;
    fixeds_in_two_namespaces: Schema::Fixed(&X_ID) => Schema::Fixed(&Y_ID), reads;
    fixeds_in_two_namespaces_of_two_sizes: Schema::Fixed(&X_ID) => Schema::Fixed(&Y_LONG_ID), fails;
    record_as_enum_of_its_name: R(&record("State", &[])) => Enum(&STATE), fails;
    enum_as_fixed_of_its_name: Enum(&STATE) => Schema::Fixed(&fixed("State", 1)), fails;
    names_in_a_union_without_namespace: R(&X_P)
        => Union(&[&Null, &R(&Y_P_LONG)]), reads;
    empty_record: R(&record("E", &[])) => R(&record("x.E", &[])), reads;
    empty_record_with_a_default: R(&record("E", &[]))
        => R(&record("E", &[optional("e", &Enum(&STATE), Json::String("ON"))])), reads;
    fixed_of_nothing: Schema::Fixed(&fixed("F", 0)) => Schema::Fixed(&fixed("F", 0)), reads;
    what_is_documented: R(&DOCUMENTED) => R(&P), reads;
    what_is_read_with_documentation: R(&P) => R(&DOCUMENTED), reads;
}

cases! { ALIASES:
    alias_in_another_namespace: R(&X_P) => R(&Q_WAS_X_P), reads,
        crate differs: "it does not look at the aliases of named types";
    alias_without_its_namespace: R(&X_P) => R(&Q_WAS_P), fails;
    last_of_several_aliases: R(&X_P) => R(&Q_WAS_MANY), reads,
        crate differs: "it does not look at the aliases of named types";
    alias_in_a_union: R(&HOLDS) => R(&HOLDS_Q), reads,
        crate differs: "it does not look at the aliases of named types";
    alias_in_a_list_of_maps: R(&HOLDS_LIST) => R(&HOLDS_LIST_OF_Q), reads,
        crate differs: "it does not look at the aliases of named types";
    alias_and_default_of_an_enum: Enum(&X_STATE) => Enum(&MODE_WAS_X_STATE), reads,
        crate differs: "it does not look at the aliases of named types";
    alias_of_a_fixed_in_another_namespace: Schema::Fixed(&X_ID) => Schema::Fixed(&KEY_WAS_X_ID), reads,
        crate differs: "it does not look at the aliases of named types";
    alias_of_a_fixed_that_is_another: Schema::Fixed(&X_ID) => Schema::Fixed(&KEY_WAS_Z_ID), fails;
    alias_at_the_writer_alone: R(&Q_WAS_P) => R(&P), fails;
    field_with_an_alias_of_another_type: R(&P) => R(&record("P", &[B_WAS_A_TEXT])), fails;
    field_with_an_alias_in_other_letters: R(&P) => R(&record("P", &[B_WAS_CAPITAL_A])), fails;
    field_with_an_alias_and_a_wider_type: R(&P) => R(&record("P", &[B_WAS_A])), reads;
    field_with_an_alias_of_its_own_name: R(&P)
        => R(&record("P", &[renamed("a", &["a"], &Int)])), reads;
    alias_that_nobody_writes_and_a_default: R(&P)
        => R(&record("P", &[Field { aliases: &["z"], ..optional("b", &Int, Json::Integer(1)) }])),
        reads;
}

const CHAIN: Schema<'static> = Union(&[&Null, &Reference("x.Link")]);
const LINK: Record<'static> = record("x.Link", &[A, field("next", &CHAIN)]);
const KNOT_CHAIN: Schema<'static> = Union(&[&Reference("y.Knot"), &Null]);
const KNOT_WAS_LINK: Record<'static> =
    known_as("y.Knot", &["x.Link"], &[field("next", &KNOT_CHAIN), B_WAS_A]);
const LIST: Record<'static> = record("L", &[field("items", &Array(&Reference("L"))), A]);
const LIST_OF_OPTIONS: Record<'static> =
    record("L", &[field("items", &Array(&Union(&[&Null, &Reference("L")]))), A_LONG]);
const TABLE: Record<'static> = record("T", &[field("rows", &Map(&Reference("T"))), A]);
const TABLE_WITH_MORE: Record<'static> = record(
    "T",
    &[field("rows", &Map(&Reference("T"))), A_LONG, optional("b", &Float, Json::Float(0.5))],
);
const TABLE_OF_ANOTHER: Record<'static> = record("T", &[field("rows", &Array(&Reference("T"))), A]);
/// The definition stands in a field that the reader does not have.
const SKIPPED: Record<'static> =
    record("S", &[field("skip", &R(&X_P)), field("keep", &Reference("x.P"))]);
const KEPT: Record<'static> = record("S", &[field("keep", &R(&Y_P_LONG))]);
const DEFAULT_TREE: Record<'static> = record(
    "T",
    &[
        A,
        optional(
            "rows",
            &Map(&Union(&[&Null, &Reference("T")])),
            Json::Object(&[(
                "one",
                Json::Object(&[("a", Json::Integer(1)), ("rows", Json::Object(&[]))]),
            )]),
        ),
    ],
);

cases! { CIRCLES:
    circle_through_an_alias: R(&LINK) => R(&KNOT_WAS_LINK), reads,
        crate differs: "it does not look at the aliases of named types";
    circle_through_an_array: R(&LIST) => R(&LIST_OF_OPTIONS), reads;
    circle_through_an_array_of_fewer: R(&LIST_OF_OPTIONS) => R(&LIST), fails;
    circle_through_a_map: R(&TABLE) => R(&TABLE_WITH_MORE), reads;
    circle_through_another_type: R(&TABLE) => R(&TABLE_OF_ANOTHER), fails;
    circle_in_a_default: R(&record("T", &[A])) => R(&DEFAULT_TREE), reads,
        crate differs: "it does not parse it: the record is not known to its own default";
    definition_in_a_field_that_is_skipped: R(&SKIPPED) => R(&KEPT), reads,
        crate differs: "it compares a reference with a reference only, never with the definition";
}
