//! Pairs of primitive types, enums, fixed and logical types.

use cloudflow_model::Schema::{
    self, Boolean, Bytes, Double, Enum, Float, Int, Logical, Long, Null, String,
};
use cloudflow_model::schema::{Enumeration, Fixed, LogicalType};

use super::case::{cases, decimal, fixed, or_else, symbols};

const ON_OFF: Enumeration<'static> = symbols("State", &["ON", "OFF"]);
const OFF_ON: Enumeration<'static> = symbols("State", &["OFF", "ON"]);
const ON: Enumeration<'static> = symbols("State", &["ON"]);
const ON_PAUSED: Enumeration<'static> = symbols("State", &["ON", "PAUSED"]);
const ON_OR_OTHER: Enumeration<'static> = or_else("State", &["OTHER", "ON"], "OTHER");
const OTHER_OR_OTHER: Enumeration<'static> = or_else("State", &["OTHER"], "OTHER");
const MODE: Enumeration<'static> = symbols("Mode", &["ON", "OFF"]);
const STATE_IN_A: Enumeration<'static> = symbols("a.State", &["ON", "OFF"]);
const MODE_WAS_STATE: Enumeration<'static> = Enumeration {
    name: "Mode",
    doc: "",
    aliases: &["State"],
    symbols: &["ON", "OFF"],
    default: None,
};
const ID: Fixed<'static> = fixed("Id", 4);
const LONG_ID: Fixed<'static> = fixed("Id", 8);
const KEY: Fixed<'static> = fixed("Key", 4);
const ID_IN_A: Fixed<'static> = fixed("a.Id", 4);
const KEY_WAS_ID: Fixed<'static> = Fixed { name: "Key", aliases: &["Id"], size: 4 };
const LONG_KEY_WAS_ID: Fixed<'static> = Fixed { name: "Key", aliases: &["Id"], size: 8 };
const SIXTEEN: Fixed<'static> = fixed("Sixteen", 16);
const TWELVE: Fixed<'static> = fixed("Twelve", 12);

cases! { PRIMITIVES:
    null_as_null: Null => Null, reads;
    null_as_int: Null => Int, fails;
    null_as_string: Null => String, fails;
    boolean_as_boolean: Boolean => Boolean, reads;
    boolean_as_int: Boolean => Int, fails;
    boolean_as_string: Boolean => String, fails;
    int_as_boolean: Int => Boolean, fails;
    int_as_int: Int => Int, reads;
    int_as_long: Int => Long, reads;
    int_as_float: Int => Float, reads;
    int_as_double: Int => Double, reads;
    int_as_bytes: Int => Bytes, fails;
    int_as_string: Int => String, fails;
    long_as_int: Long => Int, fails;
    long_as_long: Long => Long, reads;
    long_as_float: Long => Float, reads;
    long_as_double: Long => Double, reads;
    long_as_string: Long => String, fails;
    float_as_int: Float => Int, fails;
    float_as_long: Float => Long, fails;
    float_as_float: Float => Float, reads;
    float_as_double: Float => Double, reads;
    double_as_float: Double => Float, fails;
    double_as_long: Double => Long, fails;
    double_as_double: Double => Double, reads;
    bytes_as_bytes: Bytes => Bytes, reads;
    bytes_as_string: Bytes => String, reads;
    bytes_as_long: Bytes => Long, fails;
    string_as_string: String => String, reads;
    string_as_bytes: String => Bytes, reads;
    string_as_double: String => Double, fails;
}

cases! { ENUMS:
    enum_of_the_same_symbols: Enum(&ON_OFF) => Enum(&ON_OFF), reads;
    enum_in_another_order: Enum(&ON_OFF) => Enum(&OFF_ON), reads;
    enum_with_more_symbols: Enum(&ON) => Enum(&ON_OFF), reads;
    enum_with_fewer_symbols: Enum(&ON_OFF) => Enum(&ON), fails;
    enum_with_other_symbols: Enum(&ON_OFF) => Enum(&ON_PAUSED), fails;
    enum_with_a_default: Enum(&ON_OFF) => Enum(&ON_OR_OTHER), reads;
    enum_with_nothing_but_a_default: Enum(&ON_OFF) => Enum(&OTHER_OR_OTHER), reads;
    enum_whose_writer_has_a_default: Enum(&ON_OR_OTHER) => Enum(&ON), fails;
    enum_of_another_name: Enum(&ON_OFF) => Enum(&MODE), fails;
    enum_in_another_namespace: Enum(&ON_OFF) => Enum(&STATE_IN_A), reads;
    enum_with_an_alias: Enum(&ON_OFF) => Enum(&MODE_WAS_STATE), reads,
        crate differs: "it does not look at the aliases of named types";
    enum_whose_writer_has_an_alias: Enum(&MODE_WAS_STATE) => Enum(&ON_OFF), fails;
    enum_as_string: Enum(&ON_OFF) => String, fails;
    string_as_enum: String => Enum(&ON_OFF), fails;
}

cases! { FIXED:
    fixed_of_the_same_size: Schema::Fixed(&ID) => Schema::Fixed(&ID), reads;
    fixed_of_another_size: Schema::Fixed(&ID) => Schema::Fixed(&LONG_ID), fails;
    fixed_of_another_name: Schema::Fixed(&ID) => Schema::Fixed(&KEY), fails;
    fixed_in_another_namespace: Schema::Fixed(&ID) => Schema::Fixed(&ID_IN_A), reads;
    fixed_with_an_alias: Schema::Fixed(&ID) => Schema::Fixed(&KEY_WAS_ID), reads,
        crate differs: "it does not look at the aliases of named types";
    fixed_with_an_alias_of_another_size: Schema::Fixed(&ID) => Schema::Fixed(&LONG_KEY_WAS_ID), fails;
    fixed_as_bytes: Schema::Fixed(&ID) => Bytes, fails;
    bytes_as_fixed: Bytes => Schema::Fixed(&ID), fails;
}

cases! { LOGICAL:
    timestamp_as_long: Logical(LogicalType::TimestampMillis, &Long) => Long, reads;
    long_as_timestamp: Long => Logical(LogicalType::TimestampMillis, &Long), reads;
    int_as_timestamp: Int => Logical(LogicalType::TimestampMicros, &Long), reads;
    date_as_timestamp: Logical(LogicalType::Date, &Int) => Logical(LogicalType::TimestampNanos, &Long), reads;
    timestamp_as_date: Logical(LogicalType::TimestampNanos, &Long) => Logical(LogicalType::Date, &Int), fails;
    // The specification resolves what logical types are made of, so units of time are not compared.
    timestamp_of_another_unit: Logical(LogicalType::TimestampMillis, &Long)
        => Logical(LogicalType::TimestampMicros, &Long), reads;
    time_as_double: Logical(LogicalType::TimeMicros, &Long) => Double, reads;
    time_as_string: Logical(LogicalType::TimeMillis, &Int) => String, fails;
    uuid_as_string: Logical(LogicalType::Uuid, &String) => String, reads;
    bytes_as_uuid: Bytes => Logical(LogicalType::Uuid, &String), reads;
    uuid_as_fixed_uuid: Logical(LogicalType::Uuid, &String)
        => Logical(LogicalType::Uuid, &Schema::Fixed(&SIXTEEN)), fails,
        crate differs: "it reads a UUID from any type that it may stand on";
    fixed_uuid_as_fixed: Logical(LogicalType::Uuid, &Schema::Fixed(&SIXTEEN))
        => Schema::Fixed(&SIXTEEN), reads;
    duration_as_fixed: Logical(LogicalType::Duration, &Schema::Fixed(&TWELVE))
        => Schema::Fixed(&TWELVE), reads;
    decimal_as_decimal: Logical(decimal(8, 2), &Bytes) => Logical(decimal(8, 2), &Bytes), reads;
    decimal_of_another_scale: Logical(decimal(8, 2), &Bytes) => Logical(decimal(8, 3), &Bytes), fails;
    decimal_of_more_digits: Logical(decimal(8, 2), &Bytes) => Logical(decimal(9, 2), &Bytes), fails;
    decimal_of_fewer_digits: Logical(decimal(8, 2), &Bytes) => Logical(decimal(7, 2), &Bytes), fails;
    decimal_as_bytes: Logical(decimal(8, 2), &Bytes) => Bytes, reads;
    decimal_as_string: Logical(decimal(8, 2), &Bytes) => String, reads;
    bytes_as_decimal: Bytes => Logical(decimal(8, 2), &Bytes), reads;
    decimal_as_fixed_decimal: Logical(decimal(8, 2), &Bytes)
        => Logical(decimal(8, 2), &Schema::Fixed(&LONG_ID)), reads;
    fixed_decimal_as_decimal: Logical(decimal(8, 2), &Schema::Fixed(&LONG_ID))
        => Logical(decimal(8, 2), &Bytes), reads;
    fixed_decimal_of_another_scale: Logical(decimal(8, 2), &Schema::Fixed(&LONG_ID))
        => Logical(decimal(8, 4), &Schema::Fixed(&LONG_ID)), fails;
    fixed_decimal_as_fixed: Logical(decimal(8, 2), &Schema::Fixed(&LONG_ID))
        => Schema::Fixed(&LONG_ID), reads;
}
