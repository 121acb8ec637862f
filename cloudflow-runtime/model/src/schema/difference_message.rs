//! The words for a difference between two schemas.

use super::difference::{Difference, What};
use super::{LogicalType, Schema};
use crate::Message;
use crate::text::equal;

impl Difference<'_> {
    /// Returns whether the schemas as a whole have other names or types.
    pub const fn is_whole(&self) -> bool {
        self.path.is_whole() && matches!(self.what, What::Types(..))
    }

    /// Appends what differs, as "`price` is `decimal(8, 2)` at `a.out` and `decimal(8, 3)` at `b.out`".
    pub(crate) const fn append_to(
        &self,
        message: Message,
        one: Message,
        other: Message,
    ) -> Message {
        let (at_one, at_other) = (one.as_str(), other.as_str());
        let message = self.path.append_to(message, "the value");
        match self.what {
            What::Types(left, right) => {
                let message = describe(message.text(" is "), &left, &right);
                let message = message.text(" at ").text(at_one).text(" and ");
                describe(message, &right, &left).text(" at ").text(at_other)
            }
            What::Sizes(left, right) => message
                .text(" has ")
                .number(left as u64)
                .text(" bytes at ")
                .text(at_one)
                .text(" and ")
                .number(right as u64)
                .text(" at ")
                .text(at_other),
            What::Parts { kind, one: Some(left), other: Some(right) } => message
                .text(" has the ")
                .text(kind)
                .text(" ")
                .quoted(left)
                .text(" at ")
                .text(at_one)
                .text(" where it has ")
                .quoted(right)
                .text(" at ")
                .text(at_other),
            What::Parts { kind, one, other } => {
                let (name, place) = match (one, other) {
                    (Some(name), _) => (name, at_one),
                    (None, Some(name)) => (name, at_other),
                    (None, None) => ("", at_one),
                };
                message
                    .text(" has the ")
                    .text(kind)
                    .text(" ")
                    .quoted(name)
                    .text(" at ")
                    .text(place)
                    .text(" alone")
            }
        }
    }
}

/// Appends the name of a schema, with what tells it from that of `beside`.
const fn describe(message: Message, schema: &Schema<'_>, beside: &Schema<'_>) -> Message {
    match schema {
        Schema::Logical(LogicalType::Decimal { precision, scale }, _) => message
            .text("`decimal(")
            .number(*precision as u64)
            .text(", ")
            .number(*scale as u64)
            .text(")`"),
        _ if !equal(schema.name(), beside.name()) => message.quoted(schema.name()),
        Schema::Record(_) => message.text("the record ").quoted(schema.name()),
        Schema::Enum(_) => message.text("the enum ").quoted(schema.name()),
        Schema::Fixed(_) => message.text("the fixed ").quoted(schema.name()),
        _ => message.quoted(schema.name()),
    }
}
