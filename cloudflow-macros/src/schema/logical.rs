//! Which logical type an object has, if any.

use cloudflow_model::Schema;
use cloudflow_model::schema::LogicalType;
use jsonc_parser::ast::Value;

use super::model::Primitive;
use super::properties::Properties;

/// Returns the name of the logical type, whether there is one of that name or not.
pub(crate) fn written<'a>(properties: &Properties<'a>) -> Option<&'a str> {
    match properties.get("logicalType") {
        Some(Value::StringLit(name)) => Some(&name.value),
        _ => None,
    }
}

/// Returns the logical type of an object with a primitive type.
pub(crate) fn on_primitive(
    properties: &Properties<'_>,
    primitive: Primitive,
) -> Option<LogicalType> {
    let schema = match primitive {
        Primitive::Int => Schema::Int,
        Primitive::Long => Schema::Long,
        Primitive::Bytes => Schema::Bytes,
        Primitive::String => Schema::String,
        _ => return None,
    };
    on(properties, &schema)
}

/// Returns the logical type. One that is unknown, or not allowed on its type, is ignored, as the
/// specification demands of every reader.
pub(crate) fn on(properties: &Properties<'_>, underlying: &Schema<'_>) -> Option<LogicalType> {
    let logical = match written(properties)? {
        "decimal" => LogicalType::Decimal {
            precision: number(properties.get("precision")?)?,
            scale: match properties.get("scale") {
                Some(scale) => number(scale)?,
                None => 0,
            },
        },
        "uuid" => LogicalType::Uuid,
        "date" => LogicalType::Date,
        "time-millis" => LogicalType::TimeMillis,
        "time-micros" => LogicalType::TimeMicros,
        "timestamp-millis" => LogicalType::TimestampMillis,
        "timestamp-micros" => LogicalType::TimestampMicros,
        "timestamp-nanos" => LogicalType::TimestampNanos,
        "local-timestamp-millis" => LogicalType::LocalTimestampMillis,
        "local-timestamp-micros" => LogicalType::LocalTimestampMicros,
        "local-timestamp-nanos" => LogicalType::LocalTimestampNanos,
        "duration" => LogicalType::Duration,
        _ => return None,
    };
    // Decimals of more digits than an `i128` has are bytes: their type could not compute.
    let is_possible = !matches!(logical, LogicalType::Decimal { precision, .. } if precision > 38);
    (is_possible && logical.is_allowed_on(underlying)).then_some(logical)
}

fn number(value: &Value<'_>) -> Option<u32> {
    match value {
        Value::NumberLit(number) => number.value.parse().ok(),
        _ => None,
    }
}
