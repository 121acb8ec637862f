//! Why a reader cannot read what a writer wrote: where, which rule is broken, and what to do.

use super::Path;
use crate::Message;
use crate::text::equal;

/// The reason why a reader's schema does not take every value of a writer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incompatibility<'a> {
    /// Where it is, in the names of the reader.
    pub path: Path<'a>,
    /// The rule that is broken there.
    pub broken: Broken<'a>,
}

/// A broken rule of schema resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Broken<'a> {
    /// The writer lacks a field for which the reader has no default.
    Field {
        /// The full name of the writer's record.
        record: &'a str,
        /// The name of the reader's field.
        field: &'a str,
    },
    /// The types are different, and the writer's is not promoted to the reader's.
    Type {
        /// The name of the writer's type.
        writer: &'a str,
        /// The name of the reader's type.
        reader: &'a str,
    },
    /// Two records, enums or fixed have different names, and the reader no alias for the writer's.
    Name {
        /// The full name of the writer's type.
        writer: &'a str,
        /// The full name of the reader's type.
        reader: &'a str,
    },
    /// Two fixed have different sizes.
    Size {
        /// How many bytes the writer's has.
        writer: usize,
        /// How many bytes the reader's has.
        reader: usize,
    },
    /// The reader's enum neither has a symbol of the writer nor a default.
    Symbol {
        /// The full name of the reader's enum.
        enumeration: &'a str,
        /// The first symbol that it lacks.
        symbol: &'a str,
    },
    /// No branch of the reader's union takes the writer's type.
    NoBranch {
        /// The name of the writer's type.
        writer: &'a str,
    },
    /// Two decimals differ in precision or scale.
    Decimal {
        /// The writer's precision and scale.
        writer: (u32, u32),
        /// The reader's precision and scale.
        reader: (u32, u32),
    },
    /// The value can be read, and would stand for something else.
    Meaning {
        /// The name of the writer's logical type.
        writer: &'a str,
        /// The name of the reader's logical type.
        reader: &'a str,
    },
    /// A name is used that the schema does not define.
    Reference {
        /// The name.
        name: &'a str,
    },
    /// The types are nested too deeply, or too many, to be compared.
    TooDeep,
}

/// What the two sides are called in a message.
#[derive(Clone, Copy, Debug)]
pub struct Sides {
    /// Who wrote, such as `writer` or `outlet`.
    pub writer: &'static str,
    /// Who reads, such as `reader` or `inlet`.
    pub reader: &'static str,
}

impl Sides {
    /// The names in the specification.
    pub const SPECIFICATION: Self = Self { writer: "writer", reader: "reader" };
}

impl<'a> Incompatibility<'a> {
    /// Says that a rule is broken by the schemas as a whole.
    pub const fn at_the_whole(broken: Broken<'a>) -> Self {
        Self { path: Path::WHOLE, broken }
    }

    /// Returns the text: what is wrong, then a line that starts with `help:`.
    pub const fn message(&self) -> Message {
        self.append_to(Message::new(""), Sides::SPECIFICATION)
    }

    /// Appends the text to a message that says what cannot be done.
    pub const fn append_to(&self, message: Message, sides: Sides) -> Message {
        let Sides { writer: writing, reader: reading } = sides;
        let path = &self.path;
        // What a person calls the place in the help: the field, if there is one.
        let it = match path.field() {
            Some(name) => Message::new("`").text(name).text("`"),
            None => Message::new("it"),
        };
        let it = it.as_str();
        match self.broken {
            Broken::Field { record, field } => path
                .append_to(message.text("the ").text(reading).text(" needs "), "a field")
                .text(", which ")
                .quoted(record)
                .text(" at the ")
                .text(writing)
                .text(" does not have")
                .help()
                .text("give ")
                .quoted(field)
                .text(" a default or an alias at the ")
                .text(reading)
                .text(", or add it at the ")
                .text(writing),
            Broken::Type { writer, reader } if equal(writer, "null") => path
                .append_to(message, "the value")
                .text(" may be `null` at the ")
                .text(writing)
                .text(", which cannot be read as ")
                .quoted(reader)
                .help()
                .text("make ")
                .text(it)
                .text(" an `Option` at the ")
                .text(reading)
                .text(" as well"),
            Broken::Type { writer, reader } if path.is_branch() => path
                .append_to(message, "the value")
                .text(" may be `")
                .text(writer)
                .text("` at the ")
                .text(writing)
                .text(", which cannot be read as ")
                .quoted(reader)
                .help()
                .text("let ")
                .text(it)
                .text(" be ")
                .quoted(writer)
                .text(" at the ")
                .text(reading)
                .text(" too: make it a union"),
            Broken::Type { writer, reader } => path
                .append_to(message, "the value")
                .text(" is ")
                .quoted(writer)
                .text(" at the ")
                .text(writing)
                .text(", which cannot be read as ")
                .quoted(reader)
                .help()
                .text("make ")
                .text(it)
                .text(" ")
                .quoted(writer)
                .text(" at the ")
                .text(reading)
                .text(" as well"),
            Broken::Name { writer, reader } => path
                .append_to(message, "the value")
                .text(" is a ")
                .quoted(writer)
                .text(" at the ")
                .text(writing)
                .text(" and a ")
                .quoted(reader)
                .text(" at the ")
                .text(reading)
                .help()
                .text("give ")
                .quoted(reader)
                .text(" the alias ")
                .quoted(writer)
                .text(", or the same name as at the ")
                .text(writing),
            Broken::Size { writer, reader } => path
                .append_to(message, "the value")
                .text(" has ")
                .number(writer as u64)
                .text(" bytes at the ")
                .text(writing)
                .text(" and ")
                .number(reader as u64)
                .text(" at the ")
                .text(reading)
                .help()
                .text("give the `fixed` the same size at both ends"),
            Broken::Symbol { enumeration, symbol } => path
                .append_to(message, "the value")
                .text(" may be ")
                .quoted(symbol)
                .text(" at the ")
                .text(writing)
                .text(", which ")
                .quoted(enumeration)
                .text(" at the ")
                .text(reading)
                .text(" does not have")
                .help()
                .text("add ")
                .quoted(symbol)
                .text(" to ")
                .quoted(enumeration)
                .text(", or mark one of its symbols as the default"),
            Broken::NoBranch { writer } => path
                .append_to(message, "the value")
                .text(" may be ")
                .quoted(writer)
                .text(" at the ")
                .text(writing)
                .text(", for which the union at the ")
                .text(reading)
                .text(" has no branch")
                .help()
                .text("add ")
                .quoted(writer)
                .text(" to the union of ")
                .text(it),
            Broken::Decimal { writer, reader } => path
                .append_to(message, "the value")
                .text(" is ")
                .decimal(writer)
                .text(" at the ")
                .text(writing)
                .text(" and ")
                .decimal(reader)
                .text(" at the ")
                .text(reading)
                .help()
                .text("give ")
                .text(it)
                .text(" the same precision and scale at both ends"),
            Broken::Meaning { writer, reader } => path
                .append_to(message, "the value")
                .text(" is ")
                .quoted(writer)
                .text(" at the ")
                .text(writing)
                .text(" and would be read as ")
                .quoted(reader)
                .help()
                .text("make ")
                .text(it)
                .text(" ")
                .quoted(writer)
                .text(" at the ")
                .text(reading)
                .text(" as well"),
            Broken::Reference { name } => path
                .append_to(message, "the value")
                .text(" refers to ")
                .quoted(name)
                .text(", which its schema does not define")
                .help()
                .text("define ")
                .quoted(name)
                .text(", or correct the name"),
            Broken::TooDeep => path
                .append_to(message, "the value")
                .text(" is nested too deeply to be compared")
                .help()
                .text("make the record flatter"),
        }
    }
}

impl Message {
    const fn decimal(self, (precision, scale): (u32, u32)) -> Self {
        self.text("`decimal(").number(precision as u64).text(", ").number(scale as u64).text(")`")
    }
}
