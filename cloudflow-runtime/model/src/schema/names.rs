//! Names inside a schema: each stands for one definition, and other tools find it again.

use super::Schema;
use super::difference::difference;
use crate::Message;
use crate::text::equal;

/// How many different named types are compared; more than any sensible schema has.
const MOST_NAMES: usize = 128;

/// "Primitive type names have no namespace and their names may not be defined in any namespace."
const PRIMITIVES: &[&str] =
    &["null", "boolean", "int", "long", "float", "double", "bytes", "string"];
/// A definition of such a name could not be told from the kind of type, unless it has a namespace.
const COMPLEX: &[&str] = &["record", "enum", "array", "map", "union", "fixed"];

impl Schema<'_> {
    /// Returns whether the full name `name` is that of a type of Avro itself, so that no definition can
    /// have it.
    ///
    /// ```
    /// use cloudflow_model::Schema;
    ///
    /// assert!(Schema::is_name_of_avro("string"));
    /// assert!(Schema::is_name_of_avro("com.example.string"));
    /// assert!(Schema::is_name_of_avro("record"));
    /// assert!(!Schema::is_name_of_avro("com.example.record"));
    /// ```
    pub const fn is_name_of_avro(name: &str) -> bool {
        if !has_namespace(name) {
            return is_one_of(PRIMITIVES, name) || is_one_of(COMPLEX, name);
        }
        let (_, simple) = name.split_at(namespace(name).len() + 1);
        is_one_of(PRIMITIVES, simple)
    }

    /// Returns what is wrong with the names in this schema.
    ///
    /// None may be one of Avro's own types. Two types must not share a full name, for only the first
    /// would be written down, and that must stand before every other use of the name, from the first
    /// field to the last. And a type without a namespace must not stand inside one that has a
    /// namespace: Avro would read its name as one in that namespace.
    pub const fn name_problem(&self) -> Option<Message> {
        Names { whole: self, seen: [&Schema::Null; MOST_NAMES], count: 0 }.check(self, "")
    }
}

struct Names<'walk, 'a> {
    /// The schema as a whole, in which names are looked up.
    whole: &'walk Schema<'a>,
    /// The definitions that were met. To compare them costs time, so it is done with those alone that
    /// are met twice.
    seen: [&'walk Schema<'a>; MOST_NAMES],
    count: usize,
}

impl<'walk, 'a> Names<'walk, 'a> {
    const fn check(&mut self, schema: &'walk Schema<'a>, around: &'a str) -> Option<Message> {
        match schema {
            // The logical type belongs to the definition, for the name will stand for both.
            Schema::Logical(_, Schema::Fixed(fixed)) => self.define(schema, fixed.name, around).1,
            Schema::Array(inner) | Schema::Map(inner) | Schema::Logical(_, inner) => {
                self.check(inner, around)
            }
            Schema::Union(branches) => {
                let mut at = 0;
                while at < branches.len() {
                    let problem = self.check(branches[at], around);
                    if problem.is_some() {
                        return problem;
                    }
                    at += 1;
                }
                None
            }
            Schema::Enum(_) | Schema::Fixed(_) => self.define(schema, schema.name(), around).1,
            Schema::Record(record) => {
                let (is_new, problem) = self.define(schema, record.name, around);
                if !is_new {
                    return problem;
                }
                let mut at = 0;
                while at < record.fields.len() {
                    let problem = self.check(record.fields[at].schema, record.name);
                    if problem.is_some() {
                        return problem;
                    }
                    at += 1;
                }
                None
            }
            Schema::Reference(name) if !self.is_defined(name) => Some(undefined(name)),
            _ => None,
        }
    }

    /// Returns whether the name was met with its definition, here or further out.
    const fn is_defined(&self, name: &str) -> bool {
        let mut at = 0;
        while at < self.count {
            if equal(defined_name(self.seen[at]), name) {
                return true;
            }
            at += 1;
        }
        // Not all names were kept, or this is a part of another schema.
        self.count == MOST_NAMES || self.whole.definition(name).is_none()
    }

    /// Returns whether the name was not met before, and what is wrong with it.
    const fn define(
        &mut self,
        schema: &'walk Schema<'a>,
        name: &'a str,
        around: &'a str,
    ) -> (bool, Option<Message>) {
        if Schema::is_name_of_avro(name) {
            return (false, Some(of_avro(name)));
        }
        if !has_namespace(name) && has_namespace(around) {
            return (false, Some(without_namespace(name, around)));
        }
        let mut at = 0;
        while at < self.count {
            if equal(defined_name(self.seen[at]), name) {
                let (one, other) = ((self.seen[at], self.whole), (schema, self.whole));
                let is_same = difference(one, other).is_none();
                return (false, if is_same { None } else { Some(defined_twice(name)) });
            }
            at += 1;
        }
        if self.count < MOST_NAMES {
            self.seen[self.count] = schema;
            self.count += 1;
        }
        (true, None)
    }
}

/// Returns the full name of a definition.
const fn defined_name<'a>(schema: &Schema<'a>) -> &'a str {
    match schema {
        Schema::Logical(_, inner) => inner.name(),
        _ => schema.name(),
    }
}

const fn is_one_of(names: &[&str], name: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if equal(names[at], name) {
            return true;
        }
        at += 1;
    }
    false
}

const fn of_avro(name: &str) -> Message {
    Message::new("")
        .quoted(name)
        .text(" is called like a type of Avro itself")
        .help()
        .text("give the type another name: `#[avro(name = \"…\")]`")
}

const fn defined_twice(name: &str) -> Message {
    Message::new("two different types in this record have the Avro name ")
        .quoted(name)
        .help()
        .text("give one of them another name, or a namespace: `#[avro(namespace = \"…\")]`")
}

const fn undefined(name: &str) -> Message {
    Message::new("")
        .quoted(name)
        .text(" is used before it is defined, where other tools do not know it yet")
        .help()
        .text("put the definition at the first place, and a `Schema::Reference` at the others")
}

const fn without_namespace(name: &str, around: &str) -> Message {
    Message::new("")
        .quoted(name)
        .text(" must have a namespace, since ")
        .quoted(around)
        .text(" around it has one")
        .help()
        .text("add `#[avro(namespace = \"")
        .text(namespace(around))
        .text("\")]` to ")
        .quoted(name)
}

const fn has_namespace(name: &str) -> bool {
    !namespace(name).is_empty()
}

/// Returns what stands before the last dot of a full name.
const fn namespace(name: &str) -> &str {
    let mut at = name.len();
    while at > 0 {
        at -= 1;
        if name.as_bytes()[at] == b'.' {
            return name.split_at(at).0;
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::super::*;

    const fn record<'a>(name: &'a str, fields: &'a [Field<'a>]) -> Record<'a> {
        Record { name, doc: "", aliases: &[], fields }
    }

    const fn field<'a>(name: &'a str, schema: &'a Schema<'a>) -> Field<'a> {
        Field { name, doc: "", aliases: &[], schema, default: None }
    }

    fn problem(name: &str, fields: &[Field<'_>]) -> Option<String> {
        let record = record(name, fields);
        Schema::Record(&record).name_problem().map(|message| message.to_string())
    }

    const X: Field<'static> = field("x", &Schema::Int);
    const Y: Field<'static> = field("y", &Schema::String);
    const POINT: Schema<'static> = Schema::Record(&record("Point", &[X]));
    const OTHER_POINT: Schema<'static> = Schema::Record(&record("Point", &[X, Y]));
    const POINT_IN_A: Schema<'static> = Schema::Record(&record("a.Point", &[X, Y]));

    #[test]
    fn names_of_avro() {
        const LONG: Schema<'static> = Schema::Record(&record("com.example.long", &[X]));
        assert_eq!(
            problem("com.example.Line", &[field("length", &LONG)]).as_deref(),
            Some(
                "`com.example.long` is called like a type of Avro itself\n\
                 help: give the type another name: `#[avro(name = \"…\")]`"
            )
        );
        assert!(problem("array", &[X]).is_some());
        for right in ["com.example.array", "Array", "arrays", "com.long.Line", "error"] {
            assert_eq!(problem(right, &[X]), None);
        }
    }

    #[test]
    fn the_same_type_twice_is_right() {
        let fields = [field("from", &POINT), field("to", &POINT), field("over", &POINT_IN_A)];
        assert_eq!(problem("Line", &fields), None);
        let itself = Schema::Array(&Schema::Reference("Line"));
        assert_eq!(problem("Line", &[field("lines", &itself)]), None);
    }

    #[test]
    fn two_types_with_one_name() {
        let options = Schema::Union(&[&Schema::Null, &OTHER_POINT]);
        assert_eq!(
            problem("Line", &[field("from", &POINT), field("to", &options)]).as_deref(),
            Some(
                "two different types in this record have the Avro name `Point`\n\
                 help: give one of them another name, or a namespace: \
                 `#[avro(namespace = \"…\")]`"
            )
        );
    }

    /// The name would stand for the first of them alone.
    #[test]
    fn two_decimals_with_one_name() {
        const MONEY: Schema<'static> =
            Schema::Fixed(&Fixed { name: "Money", aliases: &[], size: 8 });
        const fn decimal(scale: u32) -> Schema<'static> {
            Schema::Logical(LogicalType::Decimal { precision: 8, scale }, &MONEY)
        }
        let (two, three) = (decimal(2), decimal(3));
        assert_eq!(problem("Pair", &[field("a", &two), field("b", &two)]), None);
        for other in [&three, &MONEY] {
            let found = problem("Pair", &[field("a", &two), field("b", other)]).unwrap();
            assert!(found.starts_with("two different types in this record"), "{found}");
        }
    }

    /// Written out at both places, each of the two refers to the other in another way.
    #[test]
    fn two_types_of_one_circle() {
        const PONG: Record<'static> = record("Pong", &[field("ping", &Schema::Reference("Ping"))]);
        const PING: Record<'static> = record("Ping", &[field("pong", &Schema::Record(&PONG))]);
        const OTHER_PONG: Record<'static> =
            record("Pong", &[field("ping", &Schema::Record(&OTHER_PING))]);
        const OTHER_PING: Record<'static> =
            record("Ping", &[field("pong", &Schema::Reference("Pong"))]);
        const TABLE: Record<'static> = record(
            "Table",
            &[field("ping", &Schema::Record(&PING)), field("pong", &Schema::Record(&OTHER_PONG))],
        );
        const WRONG_PING: Record<'static> =
            record("Ping", &[field("pong", &Schema::Reference("Pong")), X]);
        const WRONG_PONG: Record<'static> =
            record("Pong", &[field("ping", &Schema::Record(&WRONG_PING))]);
        const PROBLEM: Option<crate::Message> = Schema::Record(&TABLE).name_problem();
        assert_eq!(PROBLEM, None);
        let fields =
            [field("ping", &Schema::Record(&PING)), field("pong", &Schema::Record(&WRONG_PONG))];
        let found = problem("Table", &fields).unwrap();
        assert!(found.ends_with("`#[avro(namespace = \"…\")]`"), "{found}");
    }

    #[test]
    fn a_name_before_its_definition() {
        let used = Schema::Array(&Schema::Reference("Point"));
        assert_eq!(problem("Line", &[field("from", &POINT), field("over", &used)]), None);
        assert_eq!(
            problem("Line", &[field("over", &used), field("from", &POINT)]).as_deref(),
            Some(
                "`Point` is used before it is defined, where other tools do not know it yet\n\
                 help: put the definition at the first place, and a `Schema::Reference` at the others"
            )
        );
    }

    #[test]
    fn a_namespace_around_a_name_without() {
        let list = Schema::Array(&POINT);
        assert_eq!(
            problem("com.example.Line", &[field("points", &list)]).as_deref(),
            Some(
                "`Point` must have a namespace, since `com.example.Line` around it has one\n\
                 help: add `#[avro(namespace = \"com.example\")]` to `Point`"
            )
        );
        assert_eq!(problem("com.example.Line", &[field("point", &POINT_IN_A)]), None);
    }
}
