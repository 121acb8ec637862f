//! Pairs of arrays, maps, unions and records.

use cloudflow_model::Schema::{
    self, Array, Boolean, Bytes, Double, Enum, Float, Int, Long, Map, Null, Reference, String,
    Union,
};
use cloudflow_model::schema::{Enumeration, Field, Json, Record};

use super::case::{cases, field, fixed, known_as, optional, record, renamed, symbols};

const A_INT: Field<'static> = field("a", &Int);
const A_LONG: Field<'static> = field("a", &Long);
const A_STRING: Field<'static> = field("a", &String);
const B_STRING: Field<'static> = field("b", &String);
const B_OR_X: Field<'static> = optional("b", &String, Json::String("x"));
const B_OR_NULL: Field<'static> = optional("b", &OPTION, Json::Null);
const B_WAS_A: Field<'static> = renamed("b", &["a"], &Int);
const B_WAS_Z_OR_A: Field<'static> = renamed("b", &["z", "a"], &Long);
const C_WAS_A: Field<'static> = renamed("c", &["a"], &Int);
const A_WAS_B: Field<'static> = renamed("a", &["b"], &String);
const A_WAS_B_INT: Field<'static> = renamed("a", &["b"], &Int);
const OPTION: Schema<'static> = Union(&[&Null, &String]);

const R_A: Record<'static> = record("R", &[A_INT]);
const R_A_LONG: Record<'static> = record("R", &[A_LONG]);
const R_A_STRING: Record<'static> = record("R", &[A_STRING]);
const R_AB: Record<'static> = record("R", &[A_INT, B_STRING]);
const R_BA: Record<'static> = record("R", &[B_STRING, A_INT]);
const R_A_B_OR_X: Record<'static> = record("R", &[A_INT, B_OR_X]);
const R_A_B_OR_NULL: Record<'static> = record("R", &[A_INT, B_OR_NULL]);
const R_B_WAS_A: Record<'static> = record("R", &[B_WAS_A]);
const R_B_WAS_Z_OR_A: Record<'static> = record("R", &[B_WAS_Z_OR_A]);
const R_A_WAS_B: Record<'static> = record("R", &[A_WAS_B]);
const R_A_WAS_B_INT: Record<'static> = record("R", &[A_WAS_B_INT]);
const R_NOTHING: Record<'static> = record("R", &[]);
const S_A: Record<'static> = record("S", &[A_INT]);
const S_WAS_R: Record<'static> = known_as("S", &["R"], &[A_INT]);
const S_WAS_OTHER_R: Record<'static> = known_as("y.S", &["y.R"], &[A_INT]);
const R_WAS_S: Record<'static> = known_as("R", &["S"], &[A_INT]);
const X_R: Record<'static> = record("x.R", &[A_INT]);
const Y_R: Record<'static> = record("y.R", &[A_INT, B_STRING]);
const HOLDS_R: Record<'static> = record("H", &[field("r", &Schema::Record(&R_A))]);
const HOLDS_R_LONG: Record<'static> = record("H", &[field("r", &Schema::Record(&R_A_LONG))]);
const HOLDS_R_STRING: Record<'static> = record("H", &[field("r", &Schema::Record(&R_A_STRING))]);
const STATE: Enumeration<'static> = symbols("State", &["ON"]);
const SMALL_STATE: Enumeration<'static> = symbols("State", &[]);

cases! { COLLECTIONS:
    array_of_the_same: Array(&Int) => Array(&Int), reads;
    array_of_promoted: Array(&Int) => Array(&Double), reads;
    array_of_another: Array(&Long) => Array(&Int), fails;
    array_in_an_array: Array(&Array(&Float)) => Array(&Array(&Double)), reads;
    array_in_another_array: Array(&Array(&Float)) => Array(&Array(&Int)), fails;
    map_of_the_same: Map(&String) => Map(&String), reads;
    map_of_promoted: Map(&String) => Map(&Bytes), reads;
    map_of_another: Map(&String) => Map(&Long), fails;
    map_as_array: Map(&Int) => Array(&Int), fails;
    array_as_map: Array(&Int) => Map(&Int), fails;
    array_as_its_items: Array(&Int) => Int, fails;
    array_of_options: Array(&Int) => Array(&Union(&[&Null, &Long])), reads;
    map_as_record: Map(&Int) => Schema::Record(&R_A), fails;
}

cases! { UNIONS:
    union_as_itself: OPTION => OPTION, reads;
    union_in_another_order: OPTION => Union(&[&String, &Null]), reads;
    union_with_more_branches: OPTION => Union(&[&Null, &Int, &String]), reads;
    union_with_fewer_branches: Union(&[&Null, &Int, &String]) => OPTION, fails;
    union_of_promoted: Union(&[&Null, &Int]) => Union(&[&Null, &Double]), reads;
    union_of_another: Union(&[&Null, &Double]) => Union(&[&Null, &Int]), fails;
    union_into_one_branch: Union(&[&Int, &Float]) => Union(&[&Double]), reads;
    value_as_union: String => OPTION, reads;
    value_as_union_of_promoted: Int => Union(&[&String, &Double]), reads;
    value_as_another_union: Boolean => OPTION, fails;
    value_as_union_of_nothing: Int => Union(&[]), fails;
    union_of_one_as_value: Union(&[&Int]) => Int, reads;
    union_of_numbers_as_value: Union(&[&Int, &Long, &Float]) => Double, reads;
    option_as_value: OPTION => String, fails;
    union_of_nothing_as_value: Union(&[]) => String, reads;
    record_as_union: Schema::Record(&R_A) => Union(&[&Null, &Schema::Record(&R_A_LONG)]), reads;
    record_as_union_of_another: Schema::Record(&R_A) => Union(&[&Null, &Schema::Record(&S_A)]), fails;
    record_as_union_of_wrong_parts: Schema::Record(&R_A)
        => Union(&[&Null, &Schema::Record(&R_A_STRING)]), fails;
    // The full name decides between branches, before the first one whose last part is the same.
    record_finds_its_full_name: Schema::Record(&X_R)
        => Union(&[&Schema::Record(&Y_R), &Schema::Record(&X_R)]), reads;
    enum_as_union: Enum(&STATE) => Union(&[&String, &Enum(&STATE)]), reads;
    enum_as_union_of_fewer_symbols: Enum(&STATE) => Union(&[&Null, &Enum(&SMALL_STATE)]), fails;
    fixed_as_union_of_another_size: Schema::Fixed(&fixed("F", 4))
        => Union(&[&Null, &Schema::Fixed(&fixed("F", 8))]), fails;
}

cases! { RECORDS:
    record_as_itself: Schema::Record(&R_AB) => Schema::Record(&R_AB), reads;
    record_in_another_order: Schema::Record(&R_AB) => Schema::Record(&R_BA), reads;
    record_with_fewer_fields: Schema::Record(&R_AB) => Schema::Record(&R_A), reads;
    record_with_no_fields: Schema::Record(&R_AB) => Schema::Record(&R_NOTHING), reads;
    record_with_more_fields: Schema::Record(&R_A) => Schema::Record(&R_AB), fails;
    record_with_a_default: Schema::Record(&R_A) => Schema::Record(&R_A_B_OR_X), reads;
    record_with_null_as_default: Schema::Record(&R_A) => Schema::Record(&R_A_B_OR_NULL), reads;
    record_of_promoted: Schema::Record(&R_A) => Schema::Record(&R_A_LONG), reads;
    record_of_another: Schema::Record(&R_A) => Schema::Record(&R_A_STRING), fails;
    record_whose_default_does_not_help: Schema::Record(&record("R", &[A_INT, field("b", &Int)]))
        => Schema::Record(&R_A_B_OR_X), fails;
    field_with_an_alias: Schema::Record(&R_A) => Schema::Record(&R_B_WAS_A), reads;
    field_with_aliases: Schema::Record(&R_A) => Schema::Record(&R_B_WAS_Z_OR_A), reads;
    field_whose_writer_has_the_alias: Schema::Record(&R_B_WAS_A) => Schema::Record(&R_A), fails;
    name_before_alias: Schema::Record(&R_AB) => Schema::Record(&R_A_WAS_B_INT), reads;
    name_before_alias_of_another: Schema::Record(&R_AB) => Schema::Record(&R_A_WAS_B), fails;
    // Aliases rename the writer's fields, which makes one of each.
    alias_of_a_field_that_is_taken: Schema::Record(&R_A)
        => Schema::Record(&record("R", &[A_INT, B_WAS_A])), fails,
        crate differs: "it reads one field of the writer into two of the reader";
    two_aliases_of_one_field: Schema::Record(&R_A)
        => Schema::Record(&record("R", &[B_WAS_A, C_WAS_A])), fails,
        crate differs: "it reads one field of the writer into two of the reader";
    two_aliases_of_two_fields: Schema::Record(&R_AB)
        => Schema::Record(&record("R", &[C_WAS_A, renamed("d", &["a", "b"], &String)])), reads,
        crate differs: "it takes the first alias, also for a field that is taken";
    record_of_another_name: Schema::Record(&R_A) => Schema::Record(&S_A), fails;
    record_in_another_namespace: Schema::Record(&R_A) => Schema::Record(&X_R), reads;
    record_with_an_alias: Schema::Record(&R_A) => Schema::Record(&S_WAS_R), reads,
        crate differs: "it does not look at the aliases of named types";
    record_with_an_alias_in_another_namespace: Schema::Record(&X_R)
        => Schema::Record(&S_WAS_OTHER_R), fails;
    record_whose_writer_has_the_alias: Schema::Record(&R_WAS_S) => Schema::Record(&S_A), fails;
    record_in_a_record: Schema::Record(&HOLDS_R) => Schema::Record(&HOLDS_R_LONG), reads;
    record_in_a_record_of_another: Schema::Record(&HOLDS_R) => Schema::Record(&HOLDS_R_STRING), fails;
    record_as_map: Schema::Record(&R_A) => Map(&Int), fails;
}

const NEXT: Schema<'static> = Union(&[&Null, &Reference("N")]);
const N_INT: Record<'static> = record("N", &[field("next", &NEXT), A_INT]);
const N_LONG: Record<'static> = record("N", &[field("next", &NEXT), A_LONG]);
const N_STRING: Record<'static> = record("N", &[A_STRING, field("next", &NEXT)]);
const N_UNROLLED: Record<'static> =
    record("N", &[field("next", &Union(&[&Null, &Schema::Record(&N_INNER)])), A_LONG]);
/// The same record once more, inside itself: its name is the same, so it is written by name only.
const N_INNER: Record<'static> = record("N", &[field("next", &NEXT), A_LONG]);
const TWICE: Record<'static> =
    record("T", &[field("x", &Schema::Record(&R_A)), field("y", &Reference("R"))]);
const TWICE_LONG: Record<'static> =
    record("T", &[field("y", &Schema::Record(&R_A_LONG)), field("x", &Reference("R"))]);
const PING: Record<'static> = record(
    "Ping",
    &[field(
        "pongs",
        &Array(&Schema::Record(&record(
            "Pong",
            &[field("ping", &Union(&[&Null, &Reference("Ping")]))],
        ))),
    )],
);
const PING_WITH_MORE: Record<'static> = record(
    "Ping",
    &[field(
        "pongs",
        &Array(&Schema::Record(&record(
            "Pong",
            &[field("ping", &Union(&[&Null, &Reference("Ping")])), field("more", &Int)],
        ))),
    )],
);

cases! { RECURSIVE:
    recursive_as_itself: Schema::Record(&N_INT) => Schema::Record(&N_INT), reads;
    recursive_of_promoted: Schema::Record(&N_INT) => Schema::Record(&N_LONG), reads;
    recursive_of_another: Schema::Record(&N_INT) => Schema::Record(&N_STRING), fails;
    recursive_written_out_once_more: Schema::Record(&N_INT) => Schema::Record(&N_UNROLLED), reads;
    second_use_by_name: Schema::Record(&TWICE) => Schema::Record(&TWICE_LONG), reads,
        crate differs: "it compares a reference with a reference only, never with the definition";
    second_use_of_fewer: Schema::Record(&TWICE_LONG) => Schema::Record(&TWICE), fails;
    types_that_hold_each_other: Schema::Record(&PING) => Schema::Record(&PING), reads;
    types_that_hold_each_other_with_more: Schema::Record(&PING_WITH_MORE) => Schema::Record(&PING), reads;
    types_that_hold_each_other_with_less: Schema::Record(&PING) => Schema::Record(&PING_WITH_MORE), fails;
}
