//! JSON records from a person or a device, with errors that say where and why.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;

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

/// Parses a body: one record, which may span lines, or one record on each line.
///
/// # Errors
///
/// Returns the first errors, one for each bad line.
pub(super) fn parse_body<T: DeserializeOwned>(body: &[u8]) -> Result<Vec<T>, Vec<JsonError>> {
    let mut lines = lines(body);
    let Some((_, first)) = lines.next() else {
        let reason = "the body is empty; send one JSON record, or one on each line".to_owned();
        return Err(vec![JsonError { line: 1, field: String::new(), reason }]);
    };
    let is_alone = lines.next().is_none();
    let is_whole = serde_json::from_slice::<IgnoredAny>(first).is_ok();
    if is_alone || !is_whole {
        return parse(body, 0).map(|record| vec![record]).map_err(|error| vec![error]);
    }
    let mut records = Vec::new();
    let mut errors = Vec::new();
    for (number, line) in self::lines(body) {
        match parse(line, number - 1) {
            Ok(record) => records.push(record),
            Err(error) if errors.len() < MOST_ERRORS => errors.push(error),
            Err(_) => break,
        }
    }
    if errors.is_empty() { Ok(records) } else { Err(errors) }
}

/// Parses one record that starts after `before` lines.
pub(super) fn parse<T: DeserializeOwned>(text: &[u8], before: usize) -> Result<T, JsonError> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let record = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        // `?` is a name that could not be read.
        let field = path.strip_suffix('?').unwrap_or(&path).trim_end_matches('.').to_owned();
        describe(field, error.inner(), before)
    })?;
    deserializer.end().map_err(|error| describe(String::new(), &error, before))?;
    Ok(record)
}

fn describe(field: String, error: &serde_json::Error, before: usize) -> JsonError {
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
        let parsed = parse_body::<Point>(body.as_bytes());
        parsed.unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn one_record_or_many() {
        let point = |x| Point { x, y: None };
        assert_eq!(parse_body(b"{\"x\": 1}"), Ok(vec![point(1)]));
        assert_eq!(parse_body(b"{\n  \"x\": 1\n}\n"), Ok(vec![point(1)]));
        assert_eq!(parse_body(b"\n{\"x\":1}\r\n\n{\"x\":2}\n"), Ok(vec![point(1), point(2)]));
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
