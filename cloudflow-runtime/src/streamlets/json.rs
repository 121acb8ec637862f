//! JSON records from a person or a device, with errors that say where and why.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;

use super::shorten::shorten;

/// The most errors that one answer lists.
const MOST_ERRORS: usize = 10;

/// Why a line is no record.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct JsonError {
    /// The line in the body or file, from 1.
    pub(super) line: usize,
    /// The path to the field, such as `measurements.power`; empty for the record as a whole.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) field: String,
    /// What is wrong with it.
    pub(super) reason: String,
}

impl std::fmt::Display for JsonError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "line {}: ", self.line)?;
        if !self.field.is_empty() {
            write!(formatter, "field `{}`: ", self.field)?;
        }
        formatter.write_str(&self.reason)
    }
}

/// How many records of a body are kept after they were checked. The others are read a second time
/// when it is their turn: a body of a megabyte may hold records of a hundred.
const MOST_KEPT: usize = 256;

/// The records of a body, all of which are valid.
#[derive(Debug, PartialEq)]
pub(super) struct Records<'a, T> {
    body: &'a [u8],
    kept: Vec<(usize, T)>,
    count: usize,
}

impl<'a, T: DeserializeOwned> Records<'a, T> {
    /// Checks a body: one record, which may span lines, or one record on each line.
    ///
    /// # Errors
    ///
    /// Returns the first errors, one for each bad line.
    pub(super) fn check(body: &'a [u8]) -> Result<Self, Vec<JsonError>> {
        let body = without_mark(body);
        let mut lines = lines(body);
        let Some((_, first)) = lines.next() else {
            let reason = "the body is empty; send one JSON record, or one on each line".to_owned();
            return Err(vec![JsonError { line: 1, field: String::new(), reason }]);
        };
        let is_alone = lines.next().is_none();
        let is_whole = serde_json::from_slice::<IgnoredAny>(first).is_ok();
        if is_alone || !is_whole {
            let record = parse(body, 0).map_err(|error| vec![error])?;
            return Ok(Self { body, kept: vec![(1, record)], count: 1 });
        }
        let mut kept = Vec::new();
        let mut count = 0;
        let mut errors = Vec::new();
        for (number, line) in self::lines(body) {
            match parse(line, number - 1) {
                Ok(record) if kept.len() < MOST_KEPT => kept.push((number, record)),
                Ok(_) => {}
                Err(error) if errors.len() < MOST_ERRORS => errors.push(error),
                Err(_) => break,
            }
            count += 1;
        }
        if errors.is_empty() { Ok(Self { body, kept, count }) } else { Err(errors) }
    }

    /// Returns how many records there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Returns the records with the numbers of their lines, from 1.
    pub(super) fn into_records(self) -> impl Iterator<Item = Result<(usize, T), JsonError>> {
        let Self { body, kept, count } = self;
        let read = kept.len();
        let rest = lines(body).take(count).skip(read);
        let rest = rest.map(|(number, line)| Ok((number, parse(line, number - 1)?)));
        kept.into_iter().map(Ok).chain(rest)
    }
}

/// Returns a text without the byte order mark that some editors put before it (RFC 8259, section 8.1).
pub(super) fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)
}

/// Parses one record that starts after `before` lines.
pub(super) fn parse<T: DeserializeOwned>(text: &[u8], before: usize) -> Result<T, JsonError> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let record = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        // `?` is a name that could not be read.
        let field = path.strip_suffix('?').unwrap_or(&path).trim_end_matches('.');
        describe(field, error.inner(), before)
    })?;
    deserializer.end().map_err(|error| describe("", &error, before))?;
    Ok(record)
}

fn describe(field: &str, error: &serde_json::Error, before: usize) -> JsonError {
    // At column 0 the parser has just met the line break that ends the line with the mistake.
    let line = if error.column() == 0 { error.line().saturating_sub(1) } else { error.line() };
    let line = before + line.max(1);
    // serde_json ends its message with the position, which for a single line would be misleading.
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    let reason = match error.classify() {
        // Here the field says where, and serde what is expected.
        Category::Data | Category::Io => reason.to_owned(),
        Category::Syntax | Category::Eof => {
            let reason = syntax(reason, field.is_empty());
            let column = error.column();
            if column == 0 { reason } else { format!("column {column}: {reason}") }
        }
    };
    // Both may repeat the input, a wrong value or the name of a field, which can be as long as the body.
    let (field, reason) = (shorten(field).into_owned(), shorten(&reason).into_owned());
    JsonError { line, field, reason }
}

/// Says in plain words what `serde_json` says in those of a parser.
fn syntax(reason: &str, is_whole_record: bool) -> String {
    match reason {
        "expected value" if is_whole_record => {
            "expected a JSON record, which starts with `{`".to_owned()
        }
        "expected value" => "expected a JSON value".to_owned(),
        "expected ident" => "expected `true`, `false` or `null`".to_owned(),
        "trailing characters" => {
            "expected the end of the record; send one record, or one on each line".to_owned()
        }
        "key must be a string" => "expected the name of a field in double quotes".to_owned(),
        other => match other.strip_prefix("EOF while parsing ") {
            Some(what) => format!("the text ends within {what}"),
            None => other.to_owned(),
        },
    }
}

/// Returns the lines that hold anything, with their numbers from 1.
fn lines(body: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    body.split(|byte| *byte == b'\n')
        .enumerate()
        // What stands before a record counts as columns.
        .map(|(at, line)| (at + 1, line.trim_ascii_end()))
        .filter(|(_, line)| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Point {
        x: i32,
        y: Option<i32>,
    }

    fn errors(body: &str) -> Vec<String> {
        let checked = Records::<Point>::check(body.as_bytes());
        checked.unwrap_err().iter().map(ToString::to_string).collect()
    }

    fn records(body: &[u8]) -> Vec<(usize, Point)> {
        let records = Records::check(body).unwrap();
        let count = records.count();
        let records: Vec<_> = records.into_records().map(Result::unwrap).collect();
        assert_eq!(records.len(), count);
        records
    }

    #[test]
    fn one_record_or_many() {
        let point = |x| Point { x, y: None };
        assert_eq!(records(b"{\"x\": 1}"), [(1, point(1))]);
        assert_eq!(records(b"{\n  \"x\": 1\n}\n"), [(1, point(1))]);
        assert_eq!(records(b"\n{\"x\":1}\r\n\n{\"x\":2}\n"), [(2, point(1)), (4, point(2))]);
    }

    #[test]
    fn more_records_than_are_kept_come_in_order() {
        let body: String =
            (1..=1_000).map(|x| format!("{{\"x\":{x}}}\n\n")).collect::<Vec<_>>().concat();
        let expected: Vec<_> = (1..=1_000)
            .map(|x| (usize::try_from(2 * x - 1).unwrap(), Point { x, y: None }))
            .collect();
        assert_eq!(records(body.as_bytes()), expected);
        let error = errors(&format!("{body}{{\"x\":true}}"));
        assert_eq!(error, ["line 2001: field `x`: invalid type: boolean `true`, expected i32"]);
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        let mark = "\u{feff}";
        assert_eq!(records(format!("{mark}{{\"x\":1}}\n").as_bytes()).len(), 1);
        assert_eq!(records(format!("{mark}{{\"x\":1}}\n{{\"x\":2}}").as_bytes()).len(), 2);
    }

    #[test]
    fn errors_show_little_of_the_input() {
        let long = "\u{1}\u{fc}".repeat(500_000);
        for body in [
            format!("{{\"x\":{}}}", serde_json::to_string(&long).unwrap()),
            format!("{{\"x\":1,{}:2}}", serde_json::to_string(&long).unwrap()),
        ] {
            let checked = Records::<Point>::check(body.as_bytes());
            let [error] = &checked.unwrap_err()[..] else { panic!("one error") };
            assert!(error.reason.chars().count() <= 200, "{error}");
            assert!(error.field.chars().count() <= 200, "{error}");
            assert!(
                error.reason.contains("expected `x` or `y`")
                    || error.reason.ends_with("expected i32"),
                "{error}"
            );
        }
    }

    #[test]
    fn errors_name_line_field_and_reason() {
        assert_eq!(
            errors("{\"x\":1}\n{\"x\":\"a\"}\n{}\n{\"x\":1,\"z\":2}"),
            [
                "line 2: field `x`: invalid type: string \"a\", expected i32",
                "line 3: missing field `x`",
                "line 4: field `z`: unknown field `z`, expected `x` or `y`",
            ]
        );
        assert_eq!(
            errors("{\n\"x\": tru\n}"),
            ["line 2: field `x`: expected `true`, `false` or `null`"]
        );
        assert_eq!(
            errors(""),
            ["line 1: the body is empty; send one JSON record, or one on each line"]
        );
    }

    #[test]
    fn errors_of_syntax_name_the_column_and_what_is_expected() {
        for (body, error) in [
            ("rubbish", "line 1: column 1: expected a JSON record, which starts with `{`"),
            ("{\"x\": }", "line 1: field `x`: column 7: expected a JSON value"),
            (
                "{\"x\":1} {\"x\":2}",
                "line 1: column 9: expected the end of the record; send one record, or one on each line",
            ),
            ("{x:1}", "line 1: column 2: expected the name of a field in double quotes"),
            ("{\"x\":1", "line 1: column 6: the text ends within an object"),
            ("{\"x\":1}\n  {\"x\" 1}", "line 2: column 8: expected `:`"),
        ] {
            assert_eq!(errors(body), [error], "{body}");
        }
    }
}
