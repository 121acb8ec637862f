//! Each pair of kinds in a program of its own: two errors, those of the two kinds.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::kinds::{KINDS, Kind};
use crate::program;

/// A pair of which rustc reports the first alone.
const WITHHELD: (&str, &str) = ("default", "unknown_streamlet");

fn pairs() -> impl Iterator<Item = (&'static Kind, &'static Kind)> {
    let later = |at: usize| KINDS.iter().skip(at + 1);
    KINDS
        .iter()
        .enumerate()
        .flat_map(move |(at, first)| later(at).map(move |second| (first, second)))
        .filter(|(first, second)| (first.name, second.name) != WITHHELD)
}

fn name((first, second): (&Kind, &Kind)) -> String {
    format!("{}-and-{}", first.name, second.name)
}

/// Makes a package with a program for each pair. Files that a program names are beside it, as beside a case.
fn package(folder: &Path) {
    let ui_tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = format!(
        "[package]\nname = \"pairs\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         cloudflow-runtime = {{ path = \"{}\" }}\ncloudflow-ui-tests = {{ path = \"{}\" }}\n",
        ui_tests.join("../cloudflow-runtime").display(),
        ui_tests.display()
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    for file in ["Cargo.lock", "rust-toolchain.toml"] {
        fs::copy(ui_tests.join("..").join(file), folder.join(file)).unwrap();
    }
    fs::create_dir_all(folder.join("src/bin")).unwrap();
    for (copied, from) in [("schema/fail", "schema/fail"), ("lock/locks/mode", "lock/locks/mode")] {
        fs::create_dir_all(folder.join(copied)).unwrap();
        for file in fs::read_dir(ui_tests.join("ui").join(from)).unwrap() {
            let file = file.unwrap().path();
            if file.is_file() {
                fs::copy(&file, folder.join(copied).join(file.file_name().unwrap())).unwrap();
            }
        }
    }
    for pair @ (first, second) in pairs() {
        let path = folder.join("src/bin").join(name(pair)).with_extension("rs");
        fs::write(path, program([first, second].into_iter())).unwrap();
    }
}

#[test]
fn each_pair_is_two_errors() {
    let folder = tempfile::tempdir().unwrap();
    package(folder.path());
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--bins", "--keep-going", "--message-format=json"])
        .current_dir(folder.path())
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("pairs"))
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .unwrap();
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let said: Value = serde_json::from_str(line).unwrap();
        let is_error = said["message"]["level"] == "error";
        let title = said["message"]["rendered"].as_str().and_then(|text| text.lines().next());
        if let Some(title) = title.filter(|_| is_error)
            && !title.starts_with("error: aborting")
        {
            let program = said["target"]["name"].as_str().unwrap().to_owned();
            errors.entry(program).or_default().push(title.to_owned());
        }
    }
    let mut wrong = Vec::new();
    for pair @ (first, second) in pairs() {
        let mut expected = [first.error, second.error];
        let mut found = errors.remove(&name(pair)).unwrap_or_default();
        expected.sort_unstable();
        found.sort_unstable();
        if found != expected {
            wrong.push(format!("{}: {found:#?}", name(pair)));
        }
    }
    let shown = wrong.join("\n");
    assert!(wrong.is_empty(), "{shown}\n{}", String::from_utf8_lossy(&output.stderr));
}
