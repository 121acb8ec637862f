//! Finding a named type inside a schema: what a [`Schema::Reference`] stands for.

use super::Schema;
use crate::text::equal;

impl Schema<'_> {
    /// Returns the definition of the named type `name` inside this schema, together with its
    /// logical type where it has one.
    ///
    /// A reference is resolved in the schema as a whole, so it may stand inside the definition
    /// (recursion) or beside it (a second use).
    pub const fn definition(&self, name: &str) -> Option<Self> {
        match self {
            Schema::Array(inner) | Schema::Map(inner) => inner.definition(name),
            Schema::Logical(_, inner) => match inner.definition(name) {
                Some(_) => Some(*self),
                None => None,
            },
            Schema::Union(branches) => {
                let mut at = 0;
                while at < branches.len() {
                    let found = branches[at].definition(name);
                    if found.is_some() {
                        return found;
                    }
                    at += 1;
                }
                None
            }
            Schema::Record(record) => {
                if equal(record.name, name) {
                    return Some(*self);
                }
                let mut at = 0;
                while at < record.fields.len() {
                    let found = record.fields[at].schema.definition(name);
                    if found.is_some() {
                        return found;
                    }
                    at += 1;
                }
                None
            }
            Schema::Enum(enumeration) if equal(enumeration.name, name) => Some(*self),
            Schema::Fixed(fixed) if equal(fixed.name, name) => Some(*self),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;

    const MONEY: Schema<'static> = Schema::Logical(
        LogicalType::Decimal { precision: 4, scale: 2 },
        &Schema::Fixed(&Fixed { name: "Money", aliases: &[], size: 8 }),
    );
    const fn field(name: &'static str, schema: &'static Schema<'static>) -> Field<'static> {
        Field { name, doc: "", aliases: &[], schema, default: None }
    }
    const fn record(name: &'static str, fields: &'static [Field<'static>]) -> Record<'static> {
        Record { name, doc: "", aliases: &[], fields }
    }

    /// An order has lines, a line knows its order and has a price; the order has a second price.
    const ORDER: Schema<'static> = Schema::Record(&record(
        "Order",
        &[
            field(
                "lines",
                &Schema::Array(&Schema::Record(&record(
                    "Line",
                    &[field("order", &Schema::Reference("Order")), field("price", &MONEY)],
                ))),
            ),
            field("first", &Schema::Union(&[&Schema::Null, &Schema::Reference("Line")])),
            field("total", &Schema::Reference("Money")),
        ],
    ));

    #[test]
    fn a_reference_finds_its_definition() {
        assert!(matches!(ORDER.definition("Order"), Some(Schema::Record(_))));
        assert!(
            matches!(ORDER.definition("Line"), Some(Schema::Record(line)) if line.name == "Line")
        );
        assert!(matches!(
            ORDER.definition("Money"),
            Some(Schema::Logical(LogicalType::Decimal { .. }, _))
        ));
        assert!(ORDER.definition("Nothing").is_none());
    }

    #[test]
    fn references_are_names_in_every_form() {
        assert_eq!(
            ORDER.canonical_form(),
            "{\"name\":\"Order\",\"type\":\"record\",\"fields\":[{\"name\":\"lines\",\"type\":\
             {\"type\":\"array\",\"items\":{\"name\":\"Line\",\"type\":\"record\",\"fields\":[\
             {\"name\":\"order\",\"type\":\"Order\"},{\"name\":\"price\",\"type\":{\"name\":\"Money\",\
             \"type\":\"fixed\",\"size\":8}}]}}},{\"name\":\"first\",\"type\":[\"null\",\"Line\"]},\
             {\"name\":\"total\",\"type\":\"Money\"}]}"
        );
        assert!(ORDER.name_problem().is_none());
    }

    #[test]
    fn a_default_may_stand_behind_a_reference() {
        const LINES: Json<'static> = Json::Array(&[]);
        let order = Json::Object(&[
            ("lines", LINES),
            ("first", Json::Null),
            ("total", Json::String("\0\0\0\0\0\0\0\u{1}")),
        ]);
        assert!(ORDER.accepts(&order));
        assert!(Schema::Reference("Order").accepts_within(&order, &ORDER));
        assert!(!Schema::Reference("Order").accepts(&order));
    }
}
