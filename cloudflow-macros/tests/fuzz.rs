//! The fuzz package takes the modules in by path and is built apart, so nothing else notices when it
//! falls behind.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

/// Returns the names of the dependencies, each with its features.
fn dependencies(manifest: &str) -> BTreeSet<(String, String)> {
    let lines = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    lines
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, rest)| {
            let features = rest.split_once("features = ").map_or("", |(_, features)| features);
            (name.to_owned(), features.to_owned())
        })
        .collect()
}

/// Returns the modules that are compiled outside of tests.
fn modules(library: &str) -> BTreeSet<String> {
    let lines = library.lines().zip(library.lines().skip(1));
    lines
        .filter(|(before, _)| *before != "#[cfg(test)]")
        .filter_map(|(_, line)| line.strip_prefix("mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_dependencies_are_those_of_the_macros() {
    let fuzzed = dependencies(&read("fuzz/Cargo.toml"));
    for dependency in dependencies(&read("Cargo.toml")) {
        assert!(fuzzed.contains(&dependency), "fuzz/Cargo.toml lacks {dependency:?}");
    }
}

#[test]
fn the_modules_are_those_of_the_macros() {
    assert_eq!(modules(&read("fuzz/src/lib.rs")), modules(&read("src/lib.rs")));
}
