//! What is wrong with a file, and where: a table. The whole words are in the ui tests.

use super::generate;
use super::source::Source;

/// Returns the place and the first line of each mistake.
fn mistakes(texts: &[&str]) -> Vec<String> {
    let sources: Vec<Source> = texts
        .iter()
        .zip(["a.avsc", "b.avsc"])
        .map(|(text, path)| Source { path: path.to_owned(), text: (*text).to_owned() })
        .collect();
    let found = generate(&sources, None, |_| None).mistakes.into_sorted();
    found
        .iter()
        .map(|mistake| {
            let position = sources[mistake.place.file].position(mistake.place.offset);
            format!("{position}: {}", mistake.message.lines().next().unwrap_or_default())
        })
        .collect()
}

fn check(schema: &str, expected: &[&str]) {
    assert_eq!(mistakes(&[schema]), expected, "{schema}");
}

/// A record with one field, whose type starts at column 69.
fn field(rest: &str) -> String {
    format!(
        r#"{{ "type": "record", "name": "R", "fields": [ {{ "name": "f", "type": {rest} }} ] }}"#
    )
}

#[test]
fn sound() {
    for ty in [
        r#""null""#,
        r#"{ "type": { "type": "string" } }"#,
        r#"["null", "R"]"#,
        r#"{ "type": "array", "items": "R" }"#,
        r#"["int", "long"], "default": 3, "order": "ignore", "anything": {}"#,
        r#"["null", "string"], "default": "text""#,
        r#"["null", "int", "double"], "default": 3000000000"#,
        r#"["null", "R"], "default": { "f": { "f": null } }"#,
        r#"{ "type": "string", "logicalType": "colour" }"#,
        r#"{ "type": "bytes", "logicalType": "decimal", "precision": 50 }"#,
        r#"{ "type": "double", "logicalType": "decimal" }"#,
        r#""long", "logicalType": "colour", "unit": "s""#,
        r#"{ "type": "long", "logicalType": "timestamp-millis" }, "logicalType": "timestamp-millis""#,
        r#""double", "scale": 100, "precision": "high""#,
        r#"{ "type": "enum", "name": "E", "symbols": ["A"], "default": "A" }"#,
        r#"{ "type": "int", "default": 0 }, "default": 0"#,
        r#"{ "type": "fixed", "name": "F", "size": 1048576 }"#,
        r#""double", "default": 1"#,
    ] {
        check(&field(ty), &[]);
    }
    check(r#"[{ "type": "fixed", "name": "a.b.F", "size": 0, "doc": 1 }]"#, &[]);
    check(r#"{ "type": "fixed", "name": "F", "size": 1, "aliases": ["G-H", ""] }"#, &[]);
    check(&field(r#""int", "aliases": ["of old", "9"]"#), &[]);
}

#[test]
fn json() {
    check("{", &["a.avsc:1:1: this `{` is never closed"]);
    check("[1", &["a.avsc:1:1: this `[` is never closed"]);
    check("{ \"a\" 1 }", &["a.avsc:1:7: a `:` is missing after the key"]);
    check("{ \"a\": }", &["a.avsc:1:8: a `}` that closes nothing"]);
    check("{ a: 1 }", &["a.avsc:1:3: a word without quotes"]);
    check("['a']", &["a.avsc:1:2: a string in single quotes"]);
    check("[\"a\" \"b\"]", &["a.avsc:1:5: a `,` is missing here"]);
    check("[] []", &["a.avsc:1:4: a second value in one file"]);
    check("\"a", &["a.avsc:1:1: this is not JSON: unterminated string literal"]);
    check("[+1]", &["a.avsc:1:2: this is not JSON: unary plus on numbers is not allowed"]);
    check(&"[".repeat(5_000), &["a.avsc:1:513: schemas must not be nested more than 64 deep"]);
}

#[test]
fn shapes() {
    check("1", &["a.avsc:1:1: a schema must be a name, an object or an array, not a number"]);
    check(&field("{}"), &["a.avsc:1:69: this schema has no `type`"]);
    check(&field(r#"{ "type": "map" }"#), &["a.avsc:1:69: this schema has no `values`"]);
    check(&field(r#""record""#), &["a.avsc:1:69: `record` needs an object of its own"]);
    check(&field(r#""a..b""#), &["a.avsc:1:69: `a..b` cannot be the name of a type"]);
    check(
        r#"{ "type": "record", "name": "R", "fields": [1] }"#,
        &["a.avsc:1:45: a field must be an object, not a number"],
    );
    check(
        r#"{ "type": "enum", "name": "int", "symbols": ["A"] }"#,
        &["a.avsc:1:27: `int` is a type of Avro"],
    );
    check(
        r#"{ "type": "enum", "name": "E", "symbols": ["A", 1] }"#,
        &["a.avsc:1:49: `symbols` must hold strings, not a number"],
    );
    check(
        r#"{ "type": "fixed", "name": 1, "size": 16 }"#,
        &["a.avsc:1:28: `name` must be a string, not a number"],
    );
    check(
        r#"{ "type": "fixed", "name": "F", "size": -1 }"#,
        &["a.avsc:1:41: `size` must be a number of bytes"],
    );
    check(
        r#"{ "type": "fixed", "name": "F", "size": 1, "aliases": [1] }"#,
        &["a.avsc:1:56: `aliases` must hold strings, not a number"],
    );
}

#[test]
fn logical_types() {
    for (ty, expected) in [
        (
            r#""long", "logicalType": "timestamp-millis""#,
            "77: `logicalType` of the field `f` stands beside its `type`, where Avro ignores it",
        ),
        (
            r#"["null", "long"], "logicalType": "date""#,
            "87: `logicalType` of the field `f` stands beside its `type`, where Avro ignores it",
        ),
        (
            r#""bytes", "precision": 4"#,
            "78: `precision` of the field `f` stands beside its `type`, where Avro ignores it",
        ),
        (
            r#"{ "type": "array", "items": { "type": { "type": "int" }, "logicalType": "date" } }"#,
            "126: `logicalType` of this schema stands beside its `type`, where Avro ignores it",
        ),
        (
            r#"{ "type": "long", "logicalType": 1 }"#,
            "102: `logicalType` must be a string, not a number",
        ),
        (
            r#"{ "type": "long", "logicalType": "timestamp-milis" }"#,
            "102: unknown logical type `timestamp-milis`",
        ),
        (
            r#"{ "type": "bytes", "logicalType": "decimal" }"#,
            "103: a decimal has no `precision`: how many digits a value may have in all",
        ),
        (
            r#"{ "type": "bytes", "logicalType": "decimal", "precision": 0 }"#,
            "127: `precision` of a decimal must be a whole number, at least 1, not `0`",
        ),
        (
            r#"{ "type": "bytes", "logicalType": "decimal", "precision": "9" }"#,
            "127: `precision` of a decimal must be a whole number, at least 1, not a string",
        ),
        (
            r#"{ "type": "bytes", "logicalType": "decimal", "precision": 2, "scale": -1 }"#,
            "139: `scale` of a decimal must be a whole number, at least 0, not `-1`",
        ),
        (
            r#"{ "type": "bytes", "logicalType": "decimal", "precision": 2, "scale": 5 }"#,
            "139: `scale` is 5, more than the `precision` of 2: a value has not so many digits",
        ),
        (
            r#"{ "type": "fixed", "name": "F", "size": 4, "logicalType": "decimal", "precision": 10 }"#,
            "151: `precision` is 10, but the 4 bytes of this fixed hold 9 digits",
        ),
    ] {
        check(&field(ty), &[&format!("a.avsc:1:{expected}")]);
    }
}

#[test]
fn words_of_other_languages() {
    for (ty, column, word) in [
        (r#""integer""#, 69, "integer"),
        (r#""bool""#, 69, "bool"),
        (r#""uuid""#, 69, "uuid"),
        (r#""timestamp-millis""#, 69, "timestamp-millis"),
        (r#""int ""#, 69, "int "),
        (r#"{ "type": "Integer" }"#, 79, "Integer"),
        (r#"{ "type": "Array", "items": "int" }"#, 79, "Array"),
        (r#"{ "type": "Enum", "name": "E", "symbols": ["A"] }"#, 79, "Enum"),
        (r#"{ "type": "decimal", "precision": 4 }"#, 79, "decimal"),
    ] {
        check(&field(ty), &[&format!("a.avsc:1:{column}: unknown type `{word}`")]);
    }
    check(
        r#"{ "type": "Record", "name": "R", "fields": [] }"#,
        &["a.avsc:1:11: unknown type `Record`"],
    );
    // A definition may have such a name.
    let own = r#"{ "type": "fixed", "name": "date", "size": 4 }"#;
    check(&format!("[{own}, {}]", field(r#""date""#)), &[]);
}

#[test]
fn what_would_be_lost() {
    check(&field("[]"), &["a.avsc:1:69: a union must have at least one branch"]);
    check(
        &field(r#"{ "type": "int", "default": 0 }"#),
        &["a.avsc:1:86: `default` of the field `f` stands inside its type, where Avro ignores it"],
    );
    check(
        &field(r#"["null", { "type": "int", "default": 0 }]"#),
        &["a.avsc:1:95: `default` of the field `f` stands inside its type, where Avro ignores it"],
    );
    for size in ["1048577", "99999999999", "999999999999999999999999"] {
        check(
            &format!(r#"{{ "type": "fixed", "name": "F", "size": {size} }}"#),
            &[&format!(
                "a.avsc:1:41: a fixed cannot have {size} bytes: they stand in the record itself, \
                 on the stack, and Kafka takes messages of 1 MiB"
            )],
        );
    }
}

#[test]
fn defaults() {
    for (ty, expected) in [
        (r#""null", "default": 0"#, "88: the default of `f` must be `null`, not a number"),
        (
            r#""boolean", "default": 0"#,
            "91: the default of `f` must be `true` or `false`, not a number",
        ),
        (r#""long", "default": 1e3"#, "88: the default of `f` must be a whole number of 64 bits"),
        (r#""double", "default": 1e999"#, "90: the default of `f` is too large for 64 bits"),
        (r#""string", "default": null"#, "90: the default of `f` must be a string, not `null`"),
        (
            r#""bytes", "default": "€""#,
            "89: the default of `f` must have characters up to `\\u00ff` only: each stands for a byte",
        ),
        (
            r#"{ "type": "fixed", "name": "F", "size": 2 }, "default": "a""#,
            "125: the default of `f` must have 2 bytes, not 1",
        ),
        (
            r#"{ "type": "enum", "name": "E", "symbols": ["A"] }, "default": "B""#,
            "131: the default of `f` is `B`, no symbol of `E`",
        ),
        (
            r#"{ "type": "string", "logicalType": "uuid" }, "default": "a""#,
            "125: the default of `f` must be a UUID",
        ),
        (
            r#"{ "type": "map", "values": "int" }, "default": { "a": "" }"#,
            "123: the default of `f` must be a whole number of 32 bits, not a string",
        ),
        (
            r#"{ "type": "record", "name": "S", "fields": [] }, "default": { "a": "" }"#,
            "131: the default of `f` has `a`, no field of `S`",
        ),
        (
            r#"["null", "int"], "default": 3000000000"#,
            "97: the default of `f` must be a whole number of 32 bits",
        ),
        (
            r#"["int", "string"], "default": true"#,
            "99: the default of `f` must be a value of one of the branches, `int`, `string`, not a \
             boolean",
        ),
        (
            r#"["null", "R"], "default": {}"#,
            "95: the default of `f` has no end: the default of a field that it leaves out holds the \
             same again",
        ),
        (
            r#"{ "type": "array", "items": "R" }, "default": [{}, {}]"#,
            "115: the default of `f` has no end: the default of a field that it leaves out holds the \
             same again",
        ),
    ] {
        check(&field(ty), &[&format!("a.avsc:1:{expected}")]);
    }
}

#[test]
fn a_name_is_defined_before_it_is_used() {
    let two = |first: &str, second: &str| {
        format!(
            r#"{{ "fields": [ {{ "name": "a", "type": {first} }}, {{ "name": "b", "type": {second} }} ], "name": "R", "type": "record" }}"#
        )
    };
    let digest = r#"{ "type": "fixed", "name": "Digest", "size": 4 }"#;
    check(&two(digest, "\"Digest\""), &[]);
    check(&two("[\"null\", \"R\"]", digest), &[]);
    check(
        &two("[\"null\", \"Digest\"]", digest),
        &["a.avsc:1:47: `Digest` is used before it is defined"],
    );
    let record =
        r#"{ "type": "record", "name": "R", "fields": [ { "name": "f", "type": "Digest" } ] }"#;
    check(&format!("[{digest}, {record}]"), &[]);
    check(
        &format!("[{record}, {digest}]"),
        &["a.avsc:1:70: `Digest` is used before it is defined"],
    );
    // Each file is read from its start, but they may be given in any order.
    assert_eq!(mistakes(&[record, digest]), Vec::<String>::new());
    assert_eq!(mistakes(&[digest, record]), Vec::<String>::new());
}

#[test]
fn names_of_several_files() {
    let digest = r#"{ "type": "fixed", "name": "Digest", "size": 4 }"#;
    let other = r#"{ "type": "fixed", "name": "Digest", "size": 8 }"#;
    let user = field(r#""Digest""#);
    assert!(mistakes(&[&user, digest]).is_empty());
    // Files that stand alone may repeat a definition.
    assert!(mistakes(&[digest, digest]).is_empty());
    assert_eq!(
        mistakes(&[digest, other]),
        ["b.avsc:1:28: `Digest` is defined a second time; the first is at a.avsc:1:28"]
    );
    assert_eq!(
        mistakes(&[&user, &field(r#""Other""#).replace("\"R\"", "\"S\"")]),
        ["a.avsc:1:69: unknown type `Digest`", "b.avsc:1:69: unknown type `Other`"]
    );
}

/// A chain of many records is no reason to run out of stack.
#[test]
fn long_chains() {
    let count = 3_000;
    let mut records: Vec<String> = (0..count)
        .map(|index| {
            let next = index + 1;
            format!(
                r#"{{ "type": "record", "name": "R{index}", "fields": [ {{ "name": "f", "type": "R{next}" }} ] }}"#
            )
        })
        .collect();
    records.push(format!(r#"{{ "type": "record", "name": "R{count}", "fields": [] }}"#));
    // A name is defined before it is used.
    records.reverse();
    assert!(mistakes(&[&format!("[{}]", records.join(","))]).is_empty());
}

/// What no reader takes for a logical type is told in the documentation of the field.
#[test]
fn ignored_logical_types() {
    for (ty, is_told) in [
        (r#"{ "type": "string", "logicalType": "colour" }"#, true),
        (r#"{ "type": "array", "items": { "type": "int", "logicalType": "uuid" } }"#, true),
        (r#"{ "type": "fixed", "name": "F", "size": 3, "logicalType": "duration" }"#, true),
        (r#""long", "logicalType": "colour""#, true),
        (r#"{ "type": "long", "logicalType": "timestamp-millis" }"#, false),
        (r#"{ "type": "fixed", "name": "F", "size": 12, "logicalType": "duration" }"#, false),
    ] {
        let source = Source { path: "a.avsc".to_owned(), text: field(ty) };
        let items = generate(&[source], None, |_| None).items.to_string();
        assert_eq!(items.contains("is ignored: it is unknown"), is_told, "{ty}");
        // The schema itself stays as it is in the file.
        assert_eq!(items.contains(r#"doc = """#), is_told, "{items}");
    }
}
