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
const SIXTEEN_IN_A: Fixed<'static> = fixed("a.Sixteen", 16);
const TWELVE: Fixed<'static> = fixed("Twelve", 12);

// Every type with every other: "both schemas have same primitive type", or a promotion.
cases! { PRIMITIVES:
    null_as_null: Null => Null, reads;
    null_as_boolean: Null => Boolean, fails;
    null_as_int: Null => Int, fails;
    null_as_long: Null => Long, fails;
    null_as_float: Null => Float, fails;
    null_as_double: Null => Double, fails;
    null_as_bytes: Null => Bytes, fails;
    null_as_string: Null => String, fails;
    boolean_as_null: Boolean => Null, fails;
    boolean_as_boolean: Boolean => Boolean, reads;
    boolean_as_int: Boolean => Int, fails;
    boolean_as_long: Boolean => Long, fails;
    boolean_as_float: Boolean => Float, fails;
    boolean_as_double: Boolean => Double, fails;
    boolean_as_bytes: Boolean => Bytes, fails;
    boolean_as_string: Boolean => String, fails;
    int_as_null: Int => Null, fails;
    int_as_boolean: Int => Boolean, fails;
    int_as_int: Int => Int, reads;
    int_as_long: Int => Long, reads;
    int_as_float: Int => Float, reads;
    int_as_double: Int => Double, reads;
    int_as_bytes: Int => Bytes, fails;
    int_as_string: Int => String, fails;
    long_as_null: Long => Null, fails;
    long_as_boolean: Long => Boolean, fails;
    long_as_int: Long => Int, fails;
    long_as_long: Long => Long, reads;
    long_as_float: Long => Float, reads;
    long_as_double: Long => Double, reads;
    long_as_bytes: Long => Bytes, fails;
    long_as_string: Long => String, fails;
    float_as_null: Float => Null, fails;
    float_as_boolean: Float => Boolean, fails;
    float_as_int: Float => Int, fails;
    float_as_long: Float => Long, fails;
    float_as_float: Float => Float, reads;
    float_as_double: Float => Double, reads;
    float_as_bytes: Float => Bytes, fails;
    float_as_string: Float => String, fails;
    double_as_null: Double => Null, fails;
    double_as_boolean: Double => Boolean, fails;
    double_as_int: Double => Int, fails;
    double_as_long: Double => Long, fails;
    double_as_float: Double => Float, fails;
    double_as_double: Double => Double, reads;
    double_as_bytes: Double => Bytes, fails;
    double_as_string: Double => String, fails;
    bytes_as_null: Bytes => Null, fails;
    bytes_as_boolean: Bytes => Boolean, fails;
    bytes_as_int: Bytes => Int, fails;
    bytes_as_long: Bytes => Long, fails;
    bytes_as_float: Bytes => Float, fails;
    bytes_as_double: Bytes => Double, fails;
    bytes_as_bytes: Bytes => Bytes, reads;
    bytes_as_string: Bytes => String, reads;
    string_as_null: String => Null, fails;
    string_as_boolean: String => Boolean, fails;
    string_as_int: String => Int, fails;
    string_as_long: String => Long, fails;
    string_as_float: String => Float, fails;
    string_as_double: String => Double, fails;
    string_as_bytes: String => Bytes, reads;
    string_as_string: String => String, reads;
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
    fixed_decimal_of_another_size: Logical(decimal(8, 2), &Schema::Fixed(&ID))
        => Logical(decimal(8, 2), &Schema::Fixed(&LONG_ID)), reads;
    fixed_decimal_of_another_name: Logical(decimal(8, 2), &Schema::Fixed(&ID))
        => Logical(decimal(8, 2), &Schema::Fixed(&KEY)), reads,
        crate differs: "it compares the names of the fixed, where decimals match by precision and scale";
    fixed_decimal_as_fixed_of_another_size: Logical(decimal(8, 2), &Schema::Fixed(&ID))
        => Schema::Fixed(&LONG_ID), fails;
    fixed_as_fixed_decimal: Schema::Fixed(&LONG_ID)
        => Logical(decimal(8, 2), &Schema::Fixed(&LONG_ID)), reads;
    // "If a logical type is invalid, ... ignore the logical type and use the underlying Avro type."
    decimal_as_one_that_is_none: Logical(decimal(8, 2), &Bytes) => Logical(decimal(2, 5), &Bytes), reads;
    decimal_too_large_for_its_fixed: Logical(decimal(18, 2), &Schema::Fixed(&ID))
        => Logical(decimal(8, 2), &Schema::Fixed(&ID)), reads,
        crate differs: "it knows no decimal that is too large for its fixed";
    uuid_as_itself: Logical(LogicalType::Uuid, &String) => Logical(LogicalType::Uuid, &String), reads;
    string_as_uuid: String => Logical(LogicalType::Uuid, &String), reads;
    uuid_as_bytes: Logical(LogicalType::Uuid, &String) => Bytes, reads;
    fixed_as_uuid: Schema::Fixed(&SIXTEEN) => Logical(LogicalType::Uuid, &Schema::Fixed(&SIXTEEN)), reads;
    fixed_uuid_as_uuid: Logical(LogicalType::Uuid, &Schema::Fixed(&SIXTEEN))
        => Logical(LogicalType::Uuid, &String), fails,
        crate differs: "it reads a UUID from any type that it may stand on";
    fixed_uuid_in_another_namespace: Logical(LogicalType::Uuid, &Schema::Fixed(&SIXTEEN))
        => Logical(LogicalType::Uuid, &Schema::Fixed(&SIXTEEN_IN_A)), reads;
    fixed_uuid_of_another_name: Logical(LogicalType::Uuid, &Schema::Fixed(&SIXTEEN))
        => Logical(LogicalType::Uuid, &Schema::Fixed(&fixed("Other", 16))), fails;
    date_as_int: Logical(LogicalType::Date, &Int) => Int, reads;
    date_as_double: Logical(LogicalType::Date, &Int) => Double, reads;
    date_as_time: Logical(LogicalType::Date, &Int) => Logical(LogicalType::TimeMillis, &Int), reads;
    long_as_date: Long => Logical(LogicalType::Date, &Int), fails;
    time_millis_as_micros: Logical(LogicalType::TimeMillis, &Int)
        => Logical(LogicalType::TimeMicros, &Long), reads;
    time_micros_as_millis: Logical(LogicalType::TimeMicros, &Long)
        => Logical(LogicalType::TimeMillis, &Int), fails;
    timestamp_as_local: Logical(LogicalType::TimestampMillis, &Long)
        => Logical(LogicalType::LocalTimestampMillis, &Long), reads;
    local_timestamp_as_long: Logical(LogicalType::LocalTimestampMicros, &Long) => Long, reads;
    int_as_local_timestamp: Int => Logical(LogicalType::LocalTimestampNanos, &Long), reads;
    local_timestamp_of_another_unit: Logical(LogicalType::LocalTimestampMicros, &Long)
        => Logical(LogicalType::LocalTimestampNanos, &Long), reads;
    timestamp_nanos_as_float: Logical(LogicalType::TimestampNanos, &Long) => Float, reads;
    timestamp_nanos_as_int: Logical(LogicalType::TimestampNanos, &Long) => Int, fails;
    float_as_timestamp: Float => Logical(LogicalType::TimestampNanos, &Long), fails;
    duration_as_itself: Logical(LogicalType::Duration, &Schema::Fixed(&TWELVE))
        => Logical(LogicalType::Duration, &Schema::Fixed(&TWELVE)), reads;
    duration_of_another_name: Logical(LogicalType::Duration, &Schema::Fixed(&TWELVE))
        => Logical(LogicalType::Duration, &Schema::Fixed(&fixed("Other", 12))), fails;
    bytes_as_duration: Bytes => Logical(LogicalType::Duration, &Schema::Fixed(&TWELVE)), fails;
}
