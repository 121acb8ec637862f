//! The table of rules, their modules with unit tests, and the cases here name the same rules.

#![expect(clippy::unwrap_used, reason = "a file that cannot be read fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cloudflow_model::rules::{OF_THE_BUILD, TABLE};

fn table() -> BTreeSet<String> {
    TABLE.iter().map(|rule| rule.code.to_owned()).collect()
}

fn files(directory: &Path) -> Vec<PathBuf> {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// Returns the rule that a file `cfNN_….rs` is about.
fn code(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let (code, _) = name.strip_suffix(".rs")?.split_once('_')?;
    let number = code.strip_prefix("cf")?;
    let is_code = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| code.to_ascii_uppercase())
}

#[test]
fn every_rule_has_a_unit_test() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cloudflow-runtime/model/src/rules");
    let tested: BTreeSet<_> = files(&rules)
        .iter()
        .filter(|path| code(path).is_some())
        .filter(|path| fs::read_to_string(path).unwrap().contains("#[test]"))
        .filter_map(|path| code(path))
        .collect();
    assert_eq!(tested, table());
}

#[test]
fn every_rule_has_a_case() {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    // The examples of the explanations are no cases of their own.
    let mut cases: BTreeSet<_> = files(&ui)
        .iter()
        .filter(|group| !group.ends_with("explained"))
        .flat_map(|group| files(&group.join("fail")))
        .filter_map(|path| code(&path))
        .collect();
    // The compiler has no words about these; `explained.rs` compares what they say.
    cases.extend(OF_THE_BUILD.iter().map(|code| (*code).to_owned()));
    assert_eq!(cases, table());
}

#[test]
fn a_case_shows_the_rule_of_its_name() {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    for path in files(&ui).iter().flat_map(|group| files(&group.join("fail"))) {
        if let Some(code) = code(&path) {
            let words = fs::read_to_string(path.with_extension("stderr")).unwrap();
            assert!(
                words.contains(&format!("[{code}]")),
                "{} does not show {code}",
                path.display()
            );
        }
    }
}
