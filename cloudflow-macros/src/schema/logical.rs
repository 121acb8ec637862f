//! Which logical type an object has, if any.

use cloudflow_model::schema::LogicalType;
use cloudflow_model::{Schema, nearest};
use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;

use super::json::kind;
use super::model::Primitive;
use super::properties::Properties;
use super::source::Mistakes;

/// The logical types that become types in Rust, each with a type that it may stand on.
const KNOWN: &[(&str, &str)] = &[
    ("decimal", "bytes"),
    ("uuid", "string"),
    ("date", "int"),
    ("time-millis", "int"),
    ("time-micros", "long"),
    ("timestamp-millis", "long"),
    ("timestamp-micros", "long"),
    ("timestamp-nanos", "long"),
    ("local-timestamp-millis", "long"),
    ("local-timestamp-micros", "long"),
    ("local-timestamp-nanos", "long"),
    ("duration", "fixed"),
];

/// Returns the name of the logical type, whether there is one of that name or not.
pub(crate) fn written<'a>(properties: &Properties<'a>) -> Option<&'a str> {
    match properties.get("logicalType") {
        Some(Value::StringLit(name)) => Some(&name.value),
        _ => None,
    }
}

/// Returns the logical type that a name is, or is a slip for.
///
/// A name of several words is compared word by word: of `timestamp-seconds` most letters are those of
/// a known name, but nobody means nanoseconds by it.
pub(crate) fn meant(name: &str) -> Option<&'static str> {
    let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
    let plain = name.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    let near = nearest(&plain, &names)?;
    let (wanted, known): (Vec<&str>, Vec<&str>) =
        (plain.split('-').collect(), near.split('-').collect());
    let is_near_word = |(wanted, known): (&&str, &&str)| {
        wanted.starts_with(*known)
            || known.starts_with(*wanted)
            || nearest(wanted, &[*known]).is_some()
    };
    let is_near = wanted.len() != known.len() || wanted.iter().zip(&known).all(is_near_word);
    is_near.then_some(near)
}

/// Returns the schema of a logical type as one writes it, for messages.
pub(crate) fn example(name: &str) -> String {
    let underlying = KNOWN.iter().find(|(known, _)| *known == name).map_or("long", |(_, on)| *on);
    match name {
        "decimal" => {
            r#"{"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}"#.to_owned()
        }
        "duration" => {
            r#"{"type": "fixed", "name": "…", "size": 12, "logicalType": "duration"}"#.to_owned()
        }
        _ => format!(r#"{{"type": "{underlying}", "logicalType": "{name}"}}"#),
    }
}

/// Returns the logical type of an object with a primitive type.
pub(crate) fn on_primitive(
    properties: &Properties<'_>,
    primitive: Primitive,
    mistakes: &mut Mistakes,
) -> Option<LogicalType> {
    on(properties, &primitive_schema(primitive), mistakes)
}

const fn primitive_schema(primitive: Primitive) -> Schema<'static> {
    match primitive {
        Primitive::Null => Schema::Null,
        Primitive::Boolean => Schema::Boolean,
        Primitive::Int => Schema::Int,
        Primitive::Long => Schema::Long,
        Primitive::Float => Schema::Float,
        Primitive::Double => Schema::Double,
        Primitive::Bytes => Schema::Bytes,
        Primitive::String => Schema::String,
    }
}

/// Returns the logical type. One that is unknown, or not allowed on its type, is ignored, as the
/// specification demands of every reader.
///
/// What can only be a slip is reported: who compiles the file can correct it, and would otherwise
/// find out from a type in Rust that is another than the file says.
pub(crate) fn on(
    properties: &Properties<'_>,
    underlying: &Schema<'_>,
    mistakes: &mut Mistakes,
) -> Option<LogicalType> {
    let (name, _) = properties.optional_text("logicalType", mistakes)?;
    let meant = meant(name)?;
    if meant != name {
        let place = properties.value_place("logicalType");
        mistakes.at(
            place,
            format_args!("unknown logical type `{name}`\nhelp: did you mean `{meant}`?"),
        );
    }
    let logical = match meant {
        "decimal" => decimal(properties, underlying, mistakes)?,
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

/// Returns the decimal, or reports why it is none.
fn decimal(
    properties: &Properties<'_>,
    underlying: &Schema<'_>,
    mistakes: &mut Mistakes,
) -> Option<LogicalType> {
    if !matches!(underlying, Schema::Bytes | Schema::Fixed(_)) {
        return None;
    }
    let Some(written) = properties.get("precision") else {
        mistakes.at(
            properties.value_place("logicalType"),
            "a decimal has no `precision`: how many digits a value may have in all\n\
             help: add `\"precision\": 10`, for example",
        );
        return None;
    };
    let precision = digits(properties, "precision", written, 1, mistakes)?;
    let scale = match properties.get("scale") {
        Some(written) => digits(properties, "scale", written, 0, mistakes)?,
        None => 0,
    };
    if scale > precision {
        mistakes.at(
            properties.value_place("scale"),
            format_args!(
                "`scale` is {scale}, more than the `precision` of {precision}: a value has not so \
                 many digits\nhelp: write at most `\"scale\": {precision}`, or a larger `precision`"
            ),
        );
        return None;
    }
    let holds =
        |precision: u32| LogicalType::Decimal { precision, scale: 0 }.is_allowed_on(underlying);
    if let Schema::Fixed(fixed) = underlying
        && !holds(precision)
    {
        // A fixed without a size is a mistake of its own.
        let most = (1..precision).take_while(|digits| holds(*digits)).last();
        if let Some(most) = most {
            mistakes.at(
                properties.place(written.start()),
                format_args!(
                    "`precision` is {precision}, but the {} of this fixed hold {most} digits\n\
                     help: write at most `\"precision\": {most}`, or a larger `size`",
                    bytes(fixed.size)
                ),
            );
        }
        return None;
    }
    Some(LogicalType::Decimal { precision, scale })
}

fn bytes(size: usize) -> String {
    if size == 1 { "1 byte".to_owned() } else { format!("{size} bytes") }
}

/// Returns a number of digits that is at least `least`, or reports that it is none.
fn digits(
    properties: &Properties<'_>,
    key: &str,
    value: &Value<'_>,
    least: u32,
    mistakes: &mut Mistakes,
) -> Option<u32> {
    let text = match value {
        Value::NumberLit(number) => number.value,
        Value::StringLit(text) => text.value.as_ref(),
        _ => "",
    };
    let number = text.parse().ok().filter(|number| *number >= least);
    if let (Value::NumberLit(_), Some(number)) = (value, number) {
        return Some(number);
    }
    let found = match value {
        Value::NumberLit(number) => format!("`{}`", number.value),
        other => kind(other).to_owned(),
    };
    let example = number.unwrap_or(if least == 0 { 2 } else { 10 });
    mistakes.at(
        properties.place(value.start()),
        format_args!(
            "`{key}` of a decimal must be a whole number, at least {least}, not {found}\n\
             help: write `\"{key}\": {example}`"
        ),
    );
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near_and_other_names_are_not() {
        for (name, known) in [
            ("timestamp-milis", "timestamp-millis"),
            ("timestamp_micros", "timestamp-micros"),
            ("timestamp-milliseconds", "timestamp-millis"),
            ("TimestampMillis", "timestamp-millis"),
            ("Decimal", "decimal"),
            ("UUID", "uuid"),
        ] {
            assert_eq!(meant(name), Some(known), "{name}");
        }
        for name in ["colour", "big-decimal", "timestamp-seconds", "datetime", ""] {
            assert_eq!(meant(name), None, "{name}");
        }
    }

    #[test]
    fn examples_are_sound() {
        for (name, _) in KNOWN {
            assert_eq!(meant(name), Some(*name));
            assert!(example(name).contains(&format!(r#""logicalType": "{name}""#)), "{name}");
        }
    }
}
