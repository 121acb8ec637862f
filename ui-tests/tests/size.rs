//! How much a person has to read: cases are short, and so is what the compiler says about them.

#![expect(clippy::unwrap_used, reason = "a file that cannot be read fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

const MOST_LINES_OF_A_CASE: usize = 20;
const MOST_LINES_OF_AN_ERROR: usize = 8;
/// The case that makes every mistake at once.
const LONG_CASE: &str = "every_kind.rs";

/// Where the words are not ours but those of rustc, which adds the definition of a type, the other
/// types that there are, or what it would write instead.
const WORDS_OF_RUSTC: [(&str, &str); 4] = [
    ("error[E0277]: `", "` is not a record"),
    ("error[E0277]: `", " Avro record"),
    ("error[E0277]: `", " Avro type"),
    ("error[E0277]: the trait bound `", ": Clone` is not satisfied"),
];
/// What rustc adds, behind an error, for each place where the constant is used that holds it. For a
/// released schema that leads from the record to the topic.
const USE_OF_CONSTANT: &str = "note: erroneous constant encountered";
const NO_SUCH_NAME: &str = "error[E0425]: cannot find ";

/// Returns the files of failing cases that end in `extension`, each with its text.
fn texts(extension: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let mut found = Vec::new();
    for group in fs::read_dir(root).unwrap() {
        for case in fs::read_dir(group.unwrap().path().join("fail")).unwrap() {
            let path = case.unwrap().path();
            if path.extension().is_some_and(|found| found == extension) {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "no case ends in `{extension}`");
    found
}

/// Returns the errors in what the compiler says, without the notes that follow them.
fn errors(text: &str) -> Vec<Vec<&str>> {
    let mut errors: Vec<Vec<&str>> = Vec::new();
    let mut is_note = false;
    for line in text.lines() {
        is_note = line == USE_OF_CONSTANT || is_note && !line.starts_with("error");
        match errors.last_mut() {
            _ if is_note => {}
            Some(error) if !line.starts_with("error") => error.push(line),
            _ => errors.push(vec![line]),
        }
    }
    for error in &mut errors {
        while error.pop_if(|line| line.is_empty()).is_some() {}
    }
    errors
}

fn is_of_rustc(title: &str) -> bool {
    title.starts_with(NO_SUCH_NAME)
        || WORDS_OF_RUSTC
            .iter()
            .any(|(start, end)| title.starts_with(start) && title.ends_with(end))
}

#[test]
fn cases_are_short() {
    let long: Vec<_> = texts("rs")
        .into_iter()
        .filter(|(path, text)| {
            text.lines().count() > MOST_LINES_OF_A_CASE && !path.ends_with(LONG_CASE)
        })
        .map(|(path, _)| path)
        .collect();
    assert!(long.is_empty(), "longer than {MOST_LINES_OF_A_CASE} lines: {long:#?}");
}

#[test]
fn errors_are_short() {
    for (path, text) in texts("stderr") {
        for error in errors(&text) {
            assert!(
                error.len() <= MOST_LINES_OF_AN_ERROR || is_of_rustc(error[0]),
                "{} has an error of more than {MOST_LINES_OF_AN_ERROR} lines:\n{}",
                path.display(),
                error.join("\n")
            );
        }
    }
}

/// One mistake is one error, also beside another.
#[test]
fn two_mistakes_are_two_errors() {
    for (path, text) in texts("stderr") {
        if path.file_name().unwrap().to_str().unwrap().starts_with("two_") {
            assert_eq!(errors(&text).len(), 2, "{}:\n{text}", path.display());
        }
    }
}

/// No message names what only generated code is meant to see.
#[test]
fn nothing_internal_is_named() {
    for (path, text) in texts("stderr") {
        for word in ["__", "cloudflow_model", "generated::", "::expansion"] {
            assert!(!text.contains(word), "{} names `{word}`:\n{text}", path.display());
        }
    }
}
