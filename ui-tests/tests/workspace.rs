//! What ARCHITECTURE.md promises about the crates, held against `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Which crates of the workspace each of them may use in what it ships or builds with.
const ARROWS: &[(&str, &[&str])] = &[
    ("cloudflow-model", &[]),
    ("cloudflow-macros", &["cloudflow-model"]),
    ("cloudflow-runtime", &["cloudflow-macros", "cloudflow-model"]),
    ("cloudflow-build", &["cloudflow-model"]),
    ("cloudflow-ui-tests", &["cloudflow-model", "cloudflow-runtime"]),
    ("sensor-data-flow", &["cloudflow-runtime"]),
    ("sensor-data", &["cloudflow-build", "cloudflow-runtime", "sensor-data-flow"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn crates_depend_on_each_other_only_as_the_architecture_says() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    let name = |value: &Value| value["name"].as_str().expect("a name").to_owned();
    let members: BTreeSet<String> = packages.iter().map(name).collect();
    let allowed: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    for package in packages {
        let package_name = name(package);
        let allowed = allowed.get(package_name.as_str());
        let allowed = allowed.unwrap_or_else(|| panic!("`{package_name}` has no row in ARROWS"));
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let dependency_name = name(dependency);
            let is_arrow = members.contains(&dependency_name) && dependency["kind"] != "dev";
            assert!(
                !is_arrow || allowed.contains(&dependency_name.as_str()),
                "`{package_name}` must not depend on `{dependency_name}`"
            );
        }
    }
}

#[test]
fn clients_of_outside_systems_stay_behind_one_module() {
    for (client, homes) in [
        ("rdkafka", &["src/transport/kafka"][..]),
        ("axum", &["src/pod/management.rs", "src/streamlets/http_ingress"][..]),
        ("clap", &["src/command"][..]),
    ] {
        let runtime = root().join("cloudflow-runtime");
        for file in rust_files(&runtime.join("src")) {
            let place = file.strip_prefix(&runtime).expect("below").to_string_lossy().into_owned();
            let text = fs::read_to_string(&file).expect("a source file");
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let names = code.filter(|line| line.contains(&format!("{client}::"))).count();
            let is_home = homes.iter().any(|home| place.starts_with(home));
            assert!(names == 0 || is_home, "{place} names `{client}`");
        }
    }
}

#[test]
fn the_compiler_is_the_same_everywhere() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect(path);
    let value = |text: &str, key: &str| {
        let line = text.lines().find(|line| line.starts_with(key)).expect(key).to_owned();
        line.split('"').nth(1).expect("a quoted value").to_owned()
    };
    let pinned = value(&read("rust-toolchain.toml"), "channel");
    let least = value(&read("Cargo.toml"), "rust-version");
    assert!(pinned.starts_with(&least), "the pin {pinned} is not a version of {least}");
    assert!(read("README.md").contains(&format!("Rust {least}")), "README.md names Rust {least}");
}

fn rust_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
