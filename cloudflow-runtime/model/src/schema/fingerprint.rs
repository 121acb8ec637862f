//! Parsing canonical form and its CRC-64-AVRO fingerprint (specification, "Schema Fingerprints").

use super::{LogicalType, Schema};
use crate::text::equal;

/// The fingerprint of the empty text, which also serves as the polynomial.
const EMPTY: u64 = 0xc15d_213a_a4d7_a795;

const TABLE: [u64; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let mut value = at as u64;
        let mut bit = 0;
        while bit < 8 {
            value = (value >> 1) ^ (EMPTY & (value & 1).wrapping_neg());
            bit += 1;
        }
        table[at] = value;
        at += 1;
    }
    table
};

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// How many different named types one schema may define; more than any sensible schema has.
const MOST_NAMES: usize = 256;

impl Schema<'_> {
    /// Returns the CRC-64-AVRO fingerprint of the parsing canonical form.
    ///
    /// Two schemas with the same fingerprint encode the same bytes the same way.
    pub const fn fingerprint(&self) -> u64 {
        let mut sink = Sink::new(&mut [], Logical::Stripped);
        sink.schema(self);
        sink.crc
    }

    /// Returns the fingerprint that the `apache-avro` crate writes for the same schema.
    ///
    /// It strips a logical type only after it looked for primitive types, so that an object
    /// `{"type":"long"}` is left where the specification, and Avro for Java, have `"long"`; and it
    /// leaves the precision and scale of a decimal. A reader that knows both fingerprints reads the
    /// messages of both.
    pub const fn fingerprint_of_apache_avro_crate(&self) -> u64 {
        let mut sink = Sink::new(&mut [], Logical::LeavesObject);
        sink.schema(self);
        sink.crc
    }

    /// Returns the parsing canonical form: the schema as JSON without what does not matter for
    /// reading (specification, "Parsing Canonical Form for Schemas").
    pub fn canonical_form(&self) -> String {
        let mut measure = Sink::new(&mut [], Logical::Stripped);
        measure.schema(self);
        let mut bytes = vec![0; measure.length];
        Sink::new(&mut bytes, Logical::Stripped).schema(self);
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// What is left of a logical type.
#[derive(Clone, Copy)]
enum Logical {
    Stripped,
    LeavesObject,
}

/// Takes the canonical form byte by byte: always into the fingerprint, and into the buffer as far
/// as it has room. One walk serves both, so they cannot differ.
struct Sink<'a, 'buffer> {
    crc: u64,
    length: usize,
    buffer: &'buffer mut [u8],
    names: [&'a str; MOST_NAMES],
    named: usize,
    logical: Logical,
}

impl<'a, 'buffer> Sink<'a, 'buffer> {
    const fn new(buffer: &'buffer mut [u8], logical: Logical) -> Self {
        Self { crc: EMPTY, length: 0, buffer, names: [""; MOST_NAMES], named: 0, logical }
    }

    const fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let index = ((self.crc ^ bytes[at] as u64) & 0xff) as usize;
            self.crc = (self.crc >> 8) ^ TABLE[index];
            if self.length < self.buffer.len() {
                self.buffer[self.length] = bytes[at];
            }
            self.length += 1;
            at += 1;
        }
    }

    const fn quoted(&mut self, text: &str) {
        self.text("\"");
        self.text(text);
        self.text("\"");
    }

    /// Returns whether the named type was met before; from then on only its name is written.
    const fn is_known(&mut self, name: &'a str) -> bool {
        let mut at = 0;
        while at < self.named {
            if equal(self.names[at], name) {
                return true;
            }
            at += 1;
        }
        if self.named < MOST_NAMES {
            self.names[self.named] = name;
            self.named += 1;
        }
        false
    }

    const fn schema(&mut self, schema: &Schema<'a>) {
        match *schema {
            Schema::Array(items) => {
                self.text("{\"type\":\"array\",\"items\":");
                self.schema(items);
                self.text("}");
            }
            Schema::Map(values) => {
                self.text("{\"type\":\"map\",\"values\":");
                self.schema(values);
                self.text("}");
            }
            Schema::Union(branches) => {
                self.text("[");
                let mut at = 0;
                while at < branches.len() {
                    if at > 0 {
                        self.text(",");
                    }
                    self.schema(branches[at]);
                    at += 1;
                }
                self.text("]");
            }
            Schema::Record(record) => self.record(record),
            Schema::Enum(enumeration) => self.enumeration(enumeration),
            Schema::Fixed(fixed) => self.fixed(fixed, None),
            Schema::Logical(logical, underlying) => match (self.logical, underlying) {
                (Logical::LeavesObject, Schema::Fixed(fixed)) => self.fixed(fixed, Some(logical)),
                (Logical::Stripped, _) => self.schema(underlying),
                (Logical::LeavesObject, _) => {
                    self.text("{\"type\":");
                    self.schema(underlying);
                    self.digits(logical);
                    self.text("}");
                }
            },
            _ => self.quoted(schema.name()),
        }
    }

    const fn record(&mut self, record: &super::Record<'a>) {
        if self.is_known(record.name) {
            self.quoted(record.name);
            return;
        }
        self.text("{\"name\":");
        self.quoted(record.name);
        self.text(",\"type\":\"record\",\"fields\":[");
        let mut at = 0;
        while at < record.fields.len() {
            if at > 0 {
                self.text(",");
            }
            self.text("{\"name\":");
            self.quoted(record.fields[at].name);
            self.text(",\"type\":");
            self.schema(record.fields[at].schema);
            self.text("}");
            at += 1;
        }
        self.text("]}");
    }

    const fn enumeration(&mut self, enumeration: &super::Enumeration<'a>) {
        if self.is_known(enumeration.name) {
            self.quoted(enumeration.name);
            return;
        }
        self.text("{\"name\":");
        self.quoted(enumeration.name);
        self.text(",\"type\":\"enum\",\"symbols\":[");
        let mut at = 0;
        while at < enumeration.symbols.len() {
            if at > 0 {
                self.text(",");
            }
            self.quoted(enumeration.symbols[at]);
            at += 1;
        }
        self.text("]}");
    }

    const fn fixed(&mut self, fixed: &super::Fixed<'a>, logical: Option<LogicalType>) {
        if self.is_known(fixed.name) {
            self.quoted(fixed.name);
            return;
        }
        self.text("{\"name\":");
        self.quoted(fixed.name);
        self.text(",\"type\":\"fixed\",\"size\":");
        self.number(fixed.size);
        if let Some(logical) = logical {
            self.digits(logical);
        }
        self.text("}");
    }

    /// Writes the attributes of a decimal, which the `apache-avro` crate keeps.
    const fn digits(&mut self, logical: LogicalType) {
        if let LogicalType::Decimal { precision, scale } = logical {
            self.text(",\"precision\":");
            self.number(precision as usize);
            self.text(",\"scale\":");
            self.number(scale as usize);
        }
    }

    const fn number(&mut self, number: usize) {
        if number >= 10 {
            self.number(number / 10);
        }
        self.text(DIGITS[number % 10]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;

    const FOO: Schema<'static> = Schema::Fixed(&Fixed { name: "foo", aliases: &[], size: 15 });
    const FINGERPRINT: u64 = FOO.fingerprint();

    #[test]
    fn fingerprints_of_the_specification() {
        // The test cases that come with Avro (share/test/data/schema-tests.txt).
        assert_eq!(Schema::Null.fingerprint().cast_signed(), 7_195_948_357_588_979_594);
        assert_eq!(Schema::Boolean.fingerprint().cast_signed(), -6_970_731_678_124_411_036);
        assert_eq!(Schema::Int.fingerprint().cast_signed(), 8_247_732_601_305_521_295);
        assert_eq!(FOO.canonical_form(), r#"{"name":"foo","type":"fixed","size":15}"#);
        assert_eq!(FINGERPRINT.cast_signed(), 1_756_455_273_707_447_556);
    }

    #[test]
    fn a_logical_type_is_stripped() {
        let timestamp = Schema::Logical(LogicalType::TimestampMillis, &Schema::Long);
        assert_eq!(timestamp.canonical_form(), "\"long\"");
        assert_eq!(timestamp.fingerprint(), Schema::Long.fingerprint());
        assert_ne!(timestamp.fingerprint_of_apache_avro_crate(), timestamp.fingerprint());
        assert_eq!(Schema::Int.fingerprint_of_apache_avro_crate(), Schema::Int.fingerprint());
    }

    #[test]
    fn a_named_type_is_written_once() {
        const COLOUR: Schema<'static> = Schema::Enum(&Enumeration {
            name: "a.Colour",
            doc: "",
            aliases: &[],
            symbols: &["RED", "BLUE"],
            default: None,
        });
        const fn field(name: &'static str) -> Field<'static> {
            Field {
                name,
                doc: "left out",
                aliases: &[],
                schema: &COLOUR,
                default: Some(Json::String("RED")),
            }
        }
        let pair = Record {
            name: "a.Pair",
            doc: "left out",
            aliases: &[],
            fields: &[field("x"), field("y")],
        };
        assert_eq!(
            Schema::Record(&pair).canonical_form(),
            "{\"name\":\"a.Pair\",\"type\":\"record\",\"fields\":[\
             {\"name\":\"x\",\"type\":{\"name\":\"a.Colour\",\"type\":\"enum\",\"symbols\":[\"RED\",\"BLUE\"]}},\
             {\"name\":\"y\",\"type\":\"a.Colour\"}]}"
        );
    }
}
