//! How much a person has to read: cases are short, and so is what the compiler says about them.

#![expect(clippy::unwrap_used, reason = "a file that cannot be read fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

const MOST_LINES_OF_A_CASE: usize = 20;
const MOST_LINES_OF_AN_ERROR: usize = 8;

/// Returns the files of failing cases that end in `extension`, each with its number of lines.
fn lines(extension: &str) -> Vec<(PathBuf, usize)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let mut found = Vec::new();
    for group in fs::read_dir(root).unwrap() {
        for case in fs::read_dir(group.unwrap().path().join("fail")).unwrap() {
            let path = case.unwrap().path();
            if path.extension().is_some_and(|found| found == extension) {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text.lines().count()));
            }
        }
    }
    assert!(!found.is_empty(), "no case ends in `{extension}`");
    found
}

#[test]
fn cases_are_short() {
    let long: Vec<_> =
        lines("rs").into_iter().filter(|(_, lines)| *lines > MOST_LINES_OF_A_CASE).collect();
    assert!(long.is_empty(), "longer than {MOST_LINES_OF_A_CASE} lines: {long:#?}");
}

#[test]
fn errors_are_short() {
    let mut lines: Vec<_> = lines("stderr").into_iter().map(|(_, lines)| lines).collect();
    lines.sort_unstable();
    let median = lines[lines.len() / 2];
    assert!(
        median <= MOST_LINES_OF_AN_ERROR,
        "the median of {} errors is {median} lines, more than {MOST_LINES_OF_AN_ERROR}",
        lines.len()
    );
}
