//! What rust-analyzer makes of a blueprint: it goes from a name to what it means, completes it, and
//! shows what rustc says.
//!
//! Needs rust-analyzer, so it runs only when asked for:
//! `RUST_ANALYZER=rust-analyzer cargo test -p cloudflow-ui-tests --features editor --test editor`.

#![expect(clippy::indexing_slicing, reason = "what a JSON value lacks is null")]

mod server;

use std::fs;
use std::path::Path;

use serde_json::Value;
use server::Server;

const APPLICATION: &str = include_str!("application.rs");

/// Makes a package of the application.
fn package(folder: &Path) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a repository");
    let runtime = repository.join("cloudflow-runtime");
    let manifest = format!(
        "[package]\nname = \"app\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         cloudflow-runtime = {{ path = {:?} }}\n",
        runtime.display().to_string()
    );
    fs::create_dir(folder.join("src")).expect("a folder");
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::write(folder.join("src/lib.rs"), APPLICATION).expect("a source");
    for file in ["Cargo.lock", "rust-toolchain.toml"] {
        fs::copy(repository.join(file), folder.join(file)).expect("a copy");
    }
}

/// Returns line and column, from 0, of a place in a text.
fn position(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line = before.matches('\n').count();
    (line, at - before.rfind('\n').map_or(0, |end| end + 1))
}

/// Asserts that the name at `|` in `line` leads to the place of `declaration` alone.
#[track_caller]
fn goes(server: &mut Server, line: &str, declaration: &str) {
    let (before, after) = line.split_once('|').expect("a cursor");
    let at = APPLICATION.find(&[before, after].concat()).expect("the line") + before.len();
    let found = server.at("textDocument/definition", position(APPLICATION, at));
    let places: Vec<_> = found
        .as_array()
        .expect("places")
        .iter()
        .map(|place| (&place["uri"], place["range"]["start"].clone()))
        .collect();
    let (before, after) = declaration.split_once('|').expect("a place");
    let at = APPLICATION.find(&[before, after].concat()).expect("the declaration") + before.len();
    let (row, column) = position(APPLICATION, at);
    let is_there = |(uri, start): &(&Value, Value)| {
        uri.as_str().is_some_and(|uri| uri.ends_with("src/lib.rs"))
            && start["line"] == row
            && start["character"] == column
    };
    assert!(places.len() == 1 && places.iter().all(is_there), "{line}: {found:#}");
}

/// Asserts that all of `expected` is offered at `|`, where `written` stands instead of `line`; and none
/// of `other`.
#[track_caller]
fn completes(server: &mut Server, line: &str, written: &str, expected: &[&str], other: &[&str]) {
    let (before, after) = written.split_once('|').expect("a cursor");
    let at = APPLICATION.find(line).expect("the line");
    let text = APPLICATION.replacen(line, &[before, after].concat(), 1);
    server.show(&text);
    let found = server.at("textDocument/completion", position(&text, at + before.len()));
    let items = found.as_array().or_else(|| found["items"].as_array());
    let items = items.unwrap_or_else(|| panic!("{written}: {found:#}"));
    let labels: Vec<_> = items.iter().filter_map(|item| item["label"].as_str()).collect();
    for label in expected {
        assert!(labels.contains(label), "{written}: no `{label}` in {labels:?}");
    }
    for label in other {
        assert!(!labels.contains(label), "{written}: `{label}` in {labels:?}");
    }
}

#[test]
fn an_editor_knows_what_a_blueprint_names() {
    let folder = tempfile::tempdir().expect("a folder");
    package(folder.path());
    let server = &mut Server::open(folder.path(), APPLICATION);

    goes(server, "= too_|hot {", "pub fn |too_hot(");
    goes(server, "HttpIngress<Rea|ding>", "pub struct |Reading {");
    goes(server, "=> fil|ter.reading", "|filter  = too_hot");
    goes(server, "filter.rea|ding;", "too_hot(|reading: Reading");
    goes(server, "check.va|lid =>", "outlets(|valid, rejected)");
    goes(server, "check.rej|ected {", "outlets(valid, |rejected)");
    goes(server, "{ lim|it = 90.5", "default = 80.0)] |limit: f64");

    let line = "check.valid => log.in;";
    let ports = ["metric", "valid", "rejected"];
    completes(server, line, "check.| => log.in;", &ports, &["reading"]);
    completes(server, line, "check.va|", &ports, &["reading"]);
    completes(server, line, "check.valid => log.|", &["in"], &["metric"]);
    completes(server, line, "check.valid => |", &["ingress", "filter", "check", "log"], &[]);
    completes(server, "check.rejected {", "check.| {", &ports, &[]);
    completes(server, "= too_hot {", "= |;", &["too_hot", "validate", "LogEgress"], &[]);
    completes(server, "limit = 90.5", "li|", &["limit", "replicas"], &["metric"]);
    completes(server, "name = \"rejected\"", "na|", &["name", "partitions", "retention"], &[]);

    let wrong = APPLICATION.replacen("check.valid =>", "check.vaild =>", 1);
    server.show(&wrong);
    fs::write(folder.path().join("src/lib.rs"), &wrong).expect("a source");
    let said = server.save();
    let at = position(&wrong, wrong.find("check.vaild").expect("the mistake"));
    let [error] = &said[..] else { panic!("not one error: {said:#?}") };
    assert!(error["message"].as_str().is_some_and(|text| text.contains("[CF04]")), "{error:#}");
    let start = &error["range"]["start"];
    assert_eq!(
        (start["line"].as_u64(), start["character"].as_u64()),
        (Some(at.0 as u64), Some(at.1 as u64))
    );
}
