//! The examples of the explanations as cases: what is wrong breaks its rule and no other, what is
//! right compiles.
//!
//! The cases are written from the text in the rules: `UPDATE_GOLDEN=1 cargo test -p
//! cloudflow-ui-tests --test explained`, then `TRYBUILD=overwrite` for what the compiler says.
//!
//! What the build decides compiles on both sides; it is compared here with what is released.

#![expect(clippy::unwrap_used, reason = "a file that cannot be read fails the test")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cloudflow_model::Blueprint;
use cloudflow_model::lock::Release;
use cloudflow_model::rules::{OF_THE_BUILD, TABLE};

#[path = "../ui/explained/build/cf28_right.rs"]
#[expect(dead_code, reason = "the case has a main function")]
mod cf28_right;
#[path = "../ui/explained/build/cf28_wrong.rs"]
#[expect(dead_code, reason = "the case has a main function")]
mod cf28_wrong;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/explained")
}

/// Returns the text of each case, by its path.
fn cases() -> BTreeMap<PathBuf, String> {
    let mut cases = BTreeMap::new();
    let mut right = "#![allow(dead_code)]\n//! What the explanations call right.\n".to_owned();
    let whole = |code: &str| format!("use cloudflow_ui_tests::*;\n{code}\nfn main() {{}}\n");
    for rule in TABLE {
        let code = rule.code.to_ascii_lowercase();
        if OF_THE_BUILD.contains(&rule.code) {
            cases.insert(format!("build/{code}_right.rs").into(), whole(rule.right));
            cases.insert(format!("build/{code}_wrong.rs").into(), whole(rule.wrong));
            continue;
        }
        cases.insert(format!("fail/{code}_explained.rs").into(), whole(rule.wrong));
        let lines = rule.right.lines().map(|line| match line {
            "" => "\n".to_owned(),
            line => format!("    {line}\n"),
        });
        let body: String = lines.collect();
        let _ = write!(right, "\nmod {code} {{\n    use cloudflow_ui_tests::*;\n{body}}}\n");
    }
    cases.insert("pass/every_rule.rs".into(), right + "\npub(crate) fn main() {}\n");
    cases
}

/// Returns the files of a folder below `ui/explained` that end in `extension`.
fn files(group: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder().join(group)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut found: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|end| end == extension)).collect();
    found.sort();
    found
}

#[test]
fn the_cases_are_the_examples() {
    let cases = cases();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        for (path, text) in &cases {
            let path = folder().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let mut known = files("build", "rs");
    known.extend(files("fail", "rs"));
    known.extend(files("pass", "rs"));
    let expected: Vec<_> = cases.keys().map(|path| folder().join(path)).collect();
    assert_eq!(known, expected, "help: UPDATE_GOLDEN=1 cargo test, and remove what is left over");
    for (path, text) in &cases {
        let written = fs::read_to_string(folder().join(path)).unwrap();
        assert_eq!(&written, text, "{}\nhelp: UPDATE_GOLDEN=1 cargo test", path.display());
    }
}

#[test]
fn a_wrong_example_is_one_error_of_its_rule() {
    for rule in TABLE.iter().filter(|rule| !OF_THE_BUILD.contains(&rule.code)) {
        let name = format!("fail/{}_explained.stderr", rule.code.to_ascii_lowercase());
        let words = fs::read_to_string(folder().join(&name)).unwrap();
        let errors = words.lines().filter(|line| line.starts_with("error")).count();
        assert_eq!(errors, 1, "{name}:\n{words}");
        assert!(words.contains(&format!("[{}]", rule.code)), "{name}:\n{words}");
    }
}

#[test]
fn a_wrong_example_of_the_build_is_one_break_of_its_rule() {
    assert_eq!(OF_THE_BUILD, ["CF28"], "a rule has no comparison here");
    let path = folder().join("build/released").join(Release::FILE);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, Release::of(&cf28_right::app::BLUEPRINT).to_text()).unwrap();
    }
    let text = fs::read_to_string(path).unwrap();
    let released = Release::parse(Release::FILE, &text).unwrap();
    let changes = |blueprint: &Blueprint<'_>| {
        let changes = released.changes(&Release::of(blueprint), Release::FILE);
        changes.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(changes(&cf28_right::app::BLUEPRINT), Vec::<String>::new());
    assert_eq!(
        changes(&cf28_wrong::app::BLUEPRINT),
        [
            "topic `readings` is now called `sensor-readings`: what is unread in `readings` stays unread, and \
             who reads it elsewhere gets nothing more (breaks) [CF28]\n\
             help: write `ingress.out { name = \"readings\" }` in `topics`; or remove its entry at \
             `blueprint.lock:14` when nobody needs it"
        ]
    );
}
