//! Pairs about unions and defaults: which branch is taken, and what a reader fills in (specification,
//! "Schema Resolution", "Unions", "Records").

use cloudflow_model::Schema::{
    self, Array, Boolean, Bytes, Double, Enum, Float, Int, Long, Map, Null, Record as R, String,
    Union,
};
use cloudflow_model::schema::{Enumeration, Field, Json, Record};

use super::case::{cases, decimal, field, fixed, optional, or_else, record, symbols};

const ON_OFF: Enumeration<'static> = symbols("State", &["ON", "OFF"]);
const ON: Enumeration<'static> = symbols("State", &["ON"]);
const ON_OR_ON: Enumeration<'static> = or_else("State", &["ON"], "ON");
const P: Record<'static> = record("P", &[field("a", &Int)]);
const P_WITH_MORE: Record<'static> =
    record("P", &[field("a", &Long), optional("b", &OPTION, Json::String("x"))]);
const P_WITH_TOO_MUCH: Record<'static> = record("P", &[field("a", &Long), field("b", &Int)]);
const Q: Record<'static> = record("Q", &[field("a", &Int)]);
const TWO_BYTES: Schema<'static> = Schema::Fixed(&fixed("F", 2));
const OPTION: Schema<'static> = Union(&[&Null, &String]);

cases! { BRANCHES:
    int_into_long_and_double: Int => Union(&[&Long, &Double]), reads;
    int_into_double_and_long: Int => Union(&[&Double, &Long]), reads;
    int_into_text: Int => Union(&[&Null, &String, &Bytes]), fails;
    long_into_smaller: Long => Union(&[&Null, &Int]), fails;
    long_into_float: Long => Union(&[&Int, &Float]), reads;
    float_into_whole_numbers: Float => Union(&[&Int, &Long]), fails;
    float_into_double: Float => Union(&[&Int, &Double]), reads;
    double_into_float: Double => Union(&[&Float, &Null]), fails;
    string_into_bytes: String => Union(&[&Null, &Bytes]), reads;
    bytes_into_string: Bytes => Union(&[&Null, &String]), reads;
    boolean_into_numbers: Boolean => Union(&[&Int, &Long, &Float, &Double]), fails;
    null_into_an_option: Null => OPTION, reads;
    null_into_a_union_without: Null => Union(&[&Int, &String]), fails;
    array_into_a_union: Array(&Int) => Union(&[&Map(&Int), &Array(&Long)]), reads;
    array_into_a_union_of_other_items: Array(&String) => Union(&[&Null, &Array(&Long)]), fails;
    map_into_a_union: Map(&Int) => Union(&[&Null, &Map(&Union(&[&Null, &Double]))]), reads;
    enum_into_a_union_with_a_default: Enum(&ON_OFF) => Union(&[&Null, &Enum(&ON_OR_ON)]), reads;
    fixed_into_bytes: Schema::Fixed(&fixed("F", 4)) => Union(&[&Bytes, &String]), fails;
    decimal_into_its_own: Schema::Logical(decimal(8, 2), &Bytes)
        => Union(&[&Null, &Schema::Logical(decimal(8, 2), &Bytes)]), reads;
    decimal_into_another: Schema::Logical(decimal(8, 2), &Bytes)
        => Union(&[&Null, &Schema::Logical(decimal(8, 3), &Bytes)]), fails;
    decimal_into_bytes: Schema::Logical(decimal(8, 2), &Bytes) => Union(&[&Null, &Bytes]), reads;
    subset_of_a_union: Union(&[&Int, &String]) => Union(&[&String, &Null, &Int, &Boolean]), reads;
    more_than_a_union: Union(&[&Int, &String, &Boolean]) => Union(&[&String, &Int]), fails;
    union_of_wider_branches: Union(&[&Int, &Float]) => Union(&[&Long, &Double]), reads;
    union_of_narrower_branches: Union(&[&Long, &Double]) => Union(&[&Int, &Float]), fails;
    union_of_text_into_one_branch: Union(&[&String, &Bytes]) => Union(&[&Bytes]), reads;
    union_of_records: Union(&[&R(&P), &R(&Q)]) => Union(&[&R(&Q), &R(&P_WITH_MORE)]), reads;
    union_of_records_with_too_much: Union(&[&R(&P), &R(&Q)])
        => Union(&[&R(&Q), &R(&P_WITH_TOO_MUCH)]), fails;
    union_as_one_of_its_records: Union(&[&R(&P), &R(&Q)]) => R(&P), fails;
    union_of_text_as_value: Union(&[&String, &Bytes]) => Bytes, reads;
    union_as_array_of_it: Union(&[&Int, &String]) => Array(&Union(&[&Int, &String])), fails;
    array_of_unions: Array(&Union(&[&Null, &Int])) => Array(&Union(&[&Double, &Null])), reads;
    array_of_unions_of_fewer: Array(&Union(&[&Null, &Int])) => Array(&Int), fails;
    map_of_unions: Map(&OPTION) => Map(&Union(&[&Bytes, &Null])), reads;
    map_of_unions_of_fewer: Map(&Union(&[&Int, &String])) => Map(&OPTION), fails;
    union_of_maps_and_arrays: Union(&[&Map(&Int), &Array(&Int)])
        => Union(&[&Array(&Long), &Map(&Float)]), reads;
    union_of_nothing_as_union: Union(&[]) => OPTION, reads;
}

const A: Field<'static> = field("a", &Int);
const INNER: Record<'static> =
    record("I", &[field("x", &Int), optional("y", &String, Json::String("why"))]);
const INNER_WITHOUT: Record<'static> = record("I", &[field("x", &Int)]);
const INNER_OF_MORE: Record<'static> = record("I", &[field("x", &Int), field("z", &Int)]);

/// The default that a reader of `a` gives to a new field `b`.
const fn with(schema: &'static Schema<'static>, default: Json<'static>) -> [Field<'static>; 2] {
    [A, optional("b", schema, default)]
}

cases! { DEFAULTS:
    default_of_the_second_branch: R(&record("D", &[A]))
        => R(&record("D", const { &with(&OPTION, Json::String("x")) })), reads;
    default_of_null_behind: R(&record("D", &[A]))
        => R(&record("D", const { &with(&Union(&[&String, &Null]), Json::Null) })), reads;
    default_of_a_record: R(&record("D", &[A]))
        => R(&record("D", const { &with(&R(&INNER), Json::Object(&[("x", Json::Integer(1))])) })), reads;
    default_of_a_list_of_records: R(&record("D", &[A]))
        => R(&record("D", const {
            &with(&Array(&R(&INNER)), Json::Array(&[Json::Object(&[("x", Json::Integer(1))])]))
        })), reads;
    default_of_a_map: R(&record("D", &[A]))
        => R(&record("D", const { &with(&Map(&Int), Json::Object(&[("x", Json::Integer(1))])) })), reads;
    default_of_bytes: R(&record("D", &[A]))
        => R(&record("D", const { &with(&Bytes, Json::String("\u{ff}")) })), reads;
    default_of_a_fixed: R(&record("D", &[A]))
        => R(&record("D", const { &with(&TWO_BYTES, Json::String("\u{0}\u{ff}")) })),
        reads;
    default_inside_a_list: Array(&R(&INNER_WITHOUT)) => Array(&R(&INNER)), reads;
    default_inside_a_map: Map(&R(&INNER_WITHOUT)) => Map(&R(&INNER)), reads;
    no_default_inside_a_list: Array(&R(&INNER_WITHOUT)) => Array(&R(&INNER_OF_MORE)), fails;
    no_default_inside_a_map: Map(&R(&INNER_WITHOUT)) => Map(&R(&INNER_OF_MORE)), fails;
    default_at_the_writer_alone: R(&record("D", &[A, optional("b", &Int, Json::Integer(1))]))
        => R(&record("D", &[field("b", &Int), field("c", &Int)])), fails;
    field_whose_default_is_not_needed: R(&record("D", &[A, field("b", &Null)]))
        => R(&record("D", const { &with(&OPTION, Json::String("x")) })), reads;
    field_that_is_skipped_may_be_anything: R(&record("D", &[A, field("s", &Enum(&ON_OFF))]))
        => R(&record("D", &[A])), reads;
    field_of_an_enum_with_fewer_symbols: R(&record("D", &[field("s", &Enum(&ON_OFF))]))
        => R(&record("D", &[optional("s", &Enum(&ON), Json::String("ON"))])), fails;
    field_that_may_be_null: R(&record("D", &[field("b", &OPTION)]))
        => R(&record("D", const { &with(&String, Json::String("x")) })), fails;
}
