//! What is wrong with the default of a field, in words.

use super::decimal::Decimal;
use super::value::entry;
use super::{Field, Json, LogicalType, Schema};
use crate::Message;

impl Field<'_> {
    /// Returns what is wrong with the default: that it is not a value of the field's schema. `whole` is
    /// the schema of the record, in which references are looked up.
    pub const fn default_problem(&self, whole: &Schema<'_>) -> Option<Message> {
        match (&self.default, Decimal::of(self.schema)) {
            (Some(value), Some(decimal))
                if !self.schema.accepts_within(value, whole) || Decimal::is_spelled(value) =>
            {
                Some(decimal.problem(self.name, value))
            }
            (Some(value), None) if !self.schema.accepts_within(value, whole) => {
                let message = Message::new("the default of ").quoted(self.name).text(" must be ");
                let message = self.schema.append_default_words(message).help();
                Some(match self.schema {
                    Schema::Enum(enumeration) => listed(enumeration.symbols, message),
                    schema => message
                        .text("write `default = ")
                        .text(schema.default_example())
                        .text("`, for example"),
                })
            }
            (Some(value), None) if !self.schema.has_end(value, whole, MOST_DEFAULTS) => {
                let message = Message::new("the default of ")
                    .quoted(self.name)
                    .text(" has no end: the default of a field that it leaves out holds the same again")
                    .help()
                    .text("write that field into the default of ")
                    .quoted(self.name);
                Some(message)
            }
            _ => None,
        }
    }
}

impl Schema<'_> {
    /// Returns what is wrong with saying that the field `name` of this schema has no default, also not
    /// `null`: that there is none to begin with, unless it is a union.
    pub const fn required_problem(&self, name: &str) -> Option<Message> {
        if matches!(self, Self::Union(_)) {
            return None;
        }
        let message = Message::new("")
            .quoted(name)
            .text(" has no default that `required` could take away, since it is no `Option`")
            .help()
            .text("remove `required`");
        Some(message)
    }
}

/// How many defaults may stand in each other. Each takes stack frames, of which const evaluation has
/// 128.
const MOST_DEFAULTS: usize = 24;

impl Schema<'_> {
    /// Returns whether `value`, which this schema accepts, is complete after `left` defaults in each
    /// other for the fields that it leaves out.
    const fn has_end(&self, value: &Json<'_>, whole: &Schema<'_>, left: usize) -> bool {
        match (self, value) {
            (Self::Array(items), Json::Array(values)) => {
                let mut at = 0;
                while at < values.len() {
                    if !items.has_end(&values[at], whole, left) {
                        return false;
                    }
                    at += 1;
                }
                true
            }
            (Self::Map(values), Json::Object(entries)) => {
                let mut at = 0;
                while at < entries.len() {
                    if !values.has_end(&entries[at].1, whole, left) {
                        return false;
                    }
                    at += 1;
                }
                true
            }
            (Self::Union(branches), _) => match Self::branch_of(branches, value, whole) {
                Some(index) => branches[index].has_end(value, whole, left),
                None => true,
            },
            (Self::Reference(name), _) => match whole.definition(name) {
                Some(definition) => definition.has_end(value, whole, left),
                None => true,
            },
            (Self::Record(record), Json::Object(entries)) => {
                let mut at = 0;
                while at < record.fields.len() {
                    let field = &record.fields[at];
                    let has_end = match (entry(entries, field.name), &field.default) {
                        (Some(value), _) => field.schema.has_end(value, whole, left),
                        (None, Some(_)) if left == 0 => false,
                        (None, Some(value)) => field.schema.has_end(value, whole, left - 1),
                        (None, None) => true,
                    };
                    if !has_end {
                        return false;
                    }
                    at += 1;
                }
                true
            }
            _ => true,
        }
    }
}

const fn listed(symbols: &[&str], message: Message) -> Message {
    let mut message = message.text("its symbols are ");
    let mut at = 0;
    while at < symbols.len() {
        if at > 0 {
            message = message.text(", ");
        }
        message = message.quoted(symbols[at]);
        at += 1;
    }
    message
}

impl Schema<'_> {
    /// Appends what a default must be, in words that follow "must be".
    const fn append_default_words(&self, message: Message) -> Message {
        match self {
            Self::Union([Self::Null, other] | [other, Self::Null]) => {
                message.text("`null` or ").text(other.default_in_words())
            }
            Self::Union(branches) => {
                let mut message = message.text("a value of one of its branches, ");
                let mut at = 0;
                while at < branches.len() {
                    message =
                        message.text(if at > 0 { ", " } else { "" }).quoted(branches[at].name());
                    at += 1;
                }
                message
            }
            _ => message.text(self.default_in_words()),
        }
    }

    const fn default_in_words(&self) -> &'static str {
        match self {
            Self::Null => "`null`",
            Self::Boolean => "`true` or `false`",
            Self::Int => "a whole number of 32 bits",
            Self::Long => "a whole number of 64 bits",
            Self::Float => "a number of 32 bits",
            Self::Double => "a number",
            Self::Bytes | Self::Fixed(_) => "a string of characters up to `\\u00ff`",
            Self::String => "a string",
            Self::Array(_) => "an array of its items",
            Self::Map(_) => "an object of its values",
            Self::Union(_) => "a value of one of its branches",
            Self::Record(_) | Self::Reference(_) => "an object of its fields",
            Self::Enum(_) => "one of its symbols",
            Self::Logical(logical, underlying) => match logical {
                LogicalType::Uuid if matches!(underlying, Self::String) => "a UUID",
                LogicalType::Date => "days since 1970",
                LogicalType::TimeMillis => "milliseconds since midnight",
                LogicalType::TimeMicros => "microseconds since midnight",
                LogicalType::TimestampMillis | LogicalType::LocalTimestampMillis => {
                    "milliseconds since 1970"
                }
                LogicalType::TimestampMicros | LogicalType::LocalTimestampMicros => {
                    "microseconds since 1970"
                }
                LogicalType::TimestampNanos | LogicalType::LocalTimestampNanos => {
                    "nanoseconds since 1970"
                }
                _ => underlying.default_in_words(),
            },
        }
    }

    /// Returns an example of a default, as it is written in the attribute.
    const fn default_example(&self) -> &'static str {
        match self {
            Self::Boolean => "true",
            Self::Int | Self::Long => "0",
            Self::Float | Self::Double => "0.5",
            Self::Bytes | Self::Fixed(_) | Self::String => r#""\"text\"""#,
            Self::Array(_) => "\"[]\"",
            Self::Map(_) => "\"{}\"",
            Self::Record(_) | Self::Reference(_) => r#""{\"field\": 0}""#,
            Self::Logical(logical, underlying) => match logical {
                LogicalType::Uuid if matches!(underlying, Self::String) => {
                    r#""\"00000000-0000-0000-0000-000000000000\"""#
                }
                LogicalType::TimestampMillis | LogicalType::LocalTimestampMillis => "1767225600000",
                _ => underlying.default_example(),
            },
            Self::Union([Self::Null, other] | [other, Self::Null]) => other.default_example(),
            Self::Union([first, ..]) => first.default_example(),
            Self::Null | Self::Union([]) | Self::Enum(_) => "\"null\"",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;

    #[track_caller]
    fn says(schema: &Schema<'_>, default: Json<'_>, words: &str) {
        let field = Field { name: "size", doc: "", aliases: &[], schema, default: Some(default) };
        let problem = field.default_problem(&Schema::Null);
        assert_eq!(problem.map(|message| message.to_string()).as_deref(), Some(words));
    }

    #[test]
    fn a_wrong_default_is_named() {
        says(
            &Schema::Int,
            Json::Null,
            "the default of `size` must be a whole number of 32 bits\n\
             help: write `default = 0`, for example",
        );
    }

    #[test]
    fn a_default_has_an_end() {
        const TREES: Field<'static> = Field {
            name: "trees",
            doc: "",
            aliases: &[],
            schema: &Schema::Array(&Schema::Reference("Tree")),
            default: None,
        };
        const fn tree(fields: &'static [Field<'static>]) -> Record<'static> {
            Record { name: "Tree", doc: "", aliases: &[], fields }
        }
        const FINITE: Record<'static> = tree(&[Field { default: Some(Json::Array(&[])), ..TREES }]);
        const ENDLESS: Record<'static> =
            tree(&[Field { default: Some(Json::Array(&[Json::Object(&[])])), ..TREES }]);
        const PROBLEM: Option<crate::Message> =
            ENDLESS.fields[0].default_problem(&Schema::Record(&ENDLESS));
        assert_eq!(FINITE.fields[0].default_problem(&Schema::Record(&FINITE)), None);
        assert_eq!(
            PROBLEM.map(|message| message.to_string()).as_deref(),
            Some(
                "the default of `trees` has no end: the default of a field that it leaves out holds \
                 the same again\n\
                 help: write that field into the default of `trees`"
            )
        );
    }

    #[test]
    fn a_union_says_what_its_branches_are() {
        let text = Json::String("large");
        says(
            &Schema::Union(&[&Schema::Int, &Schema::Null]),
            text,
            "the default of `size` must be `null` or a whole number of 32 bits\n\
             help: write `default = 0`, for example",
        );
        says(
            &Schema::Union(&[&Schema::Boolean, &Schema::Double, &Schema::Null]),
            text,
            "the default of `size` must be a value of one of its branches, `boolean`, `double`, \
             `null`\n\
             help: write `default = true`, for example",
        );
    }
}
