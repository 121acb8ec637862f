//! `cargo run`: file in, exact counts out; a record over HTTP; every wrong body answered.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::http::HeaderMap;

use crate::process::Process;

/// The committed input, and what it must become.
pub(crate) const INPUT: &str = include_str!("../../data/sensor-data.jsonl");
pub(crate) const VALID: usize = 31;
pub(crate) const INVALID: usize = 5;

pub(crate) const REPORT: &str = r#"{"device_id":"c75cb448-df0e-4692-8e06-0321b7703992","timestamp":"2023-11-14T22:13:20Z","measurements":{"power":1.7,"rotor_speed":3.9,"wind_speed":25.3}}"#;

/// Makes folders with `input` for the file ingress, and returns the settings that name them, with free
/// ports.
pub(crate) fn with_folders(folder: &TempDir, input: &str) -> [String; 3] {
    let (data, out) = (folder.path().join("data"), folder.path().join("out"));
    fs::create_dir(&data).expect("a folder");
    fs::create_dir(&out).expect("a folder");
    fs::write(data.join("sensor-data.jsonl"), input).expect("the input");
    let set = |key: &str, path: &Path| format!("--set=volumes.{key}.data={}", path.display());
    [set("files", &data), set("valid", &out), "--set=ports.ingress=0".to_owned()]
}

/// Starts the sandbox with `input` in the file ingress, on a free port.
pub(crate) fn start(folder: &TempDir, input: &str, more: &[&str]) -> Process {
    let settings = with_folders(folder, input);
    let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
    Process::start(&[&["sandbox"], &settings[..], more].concat())
}

/// Waits for the address of the HTTP ingress.
pub(crate) fn url(process: &mut Process) -> String {
    let line = process.await_line("ingress serves on http://");
    line.split_whitespace().last().expect("an address").to_owned()
}

pub(crate) fn valid_metrics(folder: &TempDir) -> Vec<Value> {
    let path = folder.path().join("out/valid-metrics.jsonl");
    let text = fs::read_to_string(path).expect("the output");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn file_in_exact_counts_out() {
    let folder = TempDir::new().expect("a folder");
    let (status, output) = start(&folder, INPUT, &["--exit-when-idle"]).finish();
    assert!(status.success(), "{output}");
    assert_eq!(valid_metrics(&folder).len(), VALID);
    assert_eq!(output.matches("rejected: {").count(), INVALID, "{output}");
    for (port, count, direction) in [
        ("files.out", INPUT.lines().count(), "sent"),
        ("metrics.out", INPUT.lines().count() * 3, "sent"),
        ("valid.in", VALID, "received"),
        ("rejected.in", INVALID, "received"),
    ] {
        let count = count.to_string();
        let is_row = |line: &str| line.split_whitespace().eq([port, &count, direction]);
        assert!(output.lines().any(is_row), "{port} {count} {direction}:\n{output}");
    }
}

#[test]
fn a_half_written_line_spoils_no_other() {
    let folder = TempDir::new().expect("a folder");
    let settings = with_folders(&folder, INPUT);
    let output = folder.path().join("out/valid-metrics.jsonl");
    fs::write(&output, "{\"device_id\":\"c75").expect("what a crash left");
    let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
    let arguments = [&["sandbox", "--exit-when-idle"], &settings[..]].concat();
    let (status, said) = Process::start(&arguments).finish();
    assert!(status.success(), "{said}");
    let text = fs::read_to_string(&output).expect("the output");
    let records = text.lines().filter(|line| serde_json::from_str::<Value>(line).is_ok());
    assert_eq!((records.count(), text.lines().count()), (VALID, VALID + 1), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_with_the_file() {
    let folder = TempDir::new().expect("a folder");
    let more = ["--exit-when-idle", "--set=valid.file=full", "--set=volumes.valid.data=/dev"];
    let (status, output) = start(&folder, INPUT, &more).finish();
    assert_eq!(status.code(), Some(1), "{output}");
    let error = "error: instance `valid`: cannot write `/dev/full`: No space left on device (os error 28)\n\
                 help: make room there, or name another folder: `--set volumes.valid.data=FOLDER`";
    assert!(output.contains(error), "{output}");
}

#[test]
fn a_line_that_is_no_record_is_named_with_the_way_out() {
    let folder = TempDir::new().expect("a folder");
    let (status, output) = start(&folder, "{\"device_id\": 7}\n", &["--exit-when-idle"]).finish();
    assert_eq!(status.code(), Some(1), "{output}");
    assert!(output.contains("sensor-data.jsonl: line 1: field `device_id`: "), "{output}");
    let help = "help: correct the line, or leave such lines out: `--set files.on_invalid=skip`";
    assert!(output.contains(help), "{output}");
}

#[test]
fn a_record_over_http_arrives() {
    let folder = TempDir::new().expect("a folder");
    let mut process = start(&folder, "", &[]);
    let url = url(&mut process);

    assert_eq!(get(&format!("{url}/health")), 200);
    assert_eq!(post(&url, REPORT), (202, json!({ "accepted": 1 })));
    assert_eq!(post(&url, &format!("{REPORT}\n{REPORT}\n")), (202, json!({ "accepted": 2 })));

    process.signal("TERM");
    let (status, output) = process.finish();
    assert!(status.success(), "{output}");
    let metrics = valid_metrics(&folder);
    assert_eq!(metrics.len(), 9, "what was accepted is processed before the end");
    assert_eq!(
        metrics[0],
        json!({
            "device_id": "c75cb448-df0e-4692-8e06-0321b7703992",
            "timestamp": "2023-11-14T22:13:20Z",
            "name": "power",
            "value": 1.7,
        })
    );
}

#[test]
fn wrong_bodies_are_answered_with_line_field_and_reason() {
    let folder = TempDir::new().expect("a folder");
    let mut process = start(&folder, "", &["--set=ingress.body_limit=1kB"]);
    let url = url(&mut process);

    let wrong = REPORT.replace("1.7", "\"much\"");
    let (status, body) = post(&url, &format!("{REPORT}\n{wrong}\n"));
    assert_eq!(status, 400);
    assert_eq!(body["errors"][0]["line"], 2, "{body}");
    assert_eq!(body["errors"][0]["field"], "measurements.power", "{body}");

    assert_eq!(post(&url, "").0, 400);
    let (status, body) = post(&url, "rubbish");
    assert_eq!(status, 400);
    let reason = "column 1: expected a JSON record, which starts with `{`";
    assert_eq!(body, json!({ "errors": [{ "line": 1, "reason": reason }] }));
    let (status, body) = post(&url, &" ".repeat(1_001));
    let reason = "the body is larger than 1000 bytes";
    assert_eq!((status, body), (413, json!({ "errors": [{ "reason": reason }] })));

    process.signal("INT");
    let (status, output) = process.finish();
    assert!(status.success(), "{output}");
    assert_eq!(
        valid_metrics(&folder),
        [] as [Value; 0],
        "a body with a wrong line is refused whole"
    );
}

#[test]
fn a_missing_file_is_one_error_and_leaves_nothing_behind() {
    let temporary = TempDir::new().expect("a folder");
    let port = "--set=ports.ingress=0";
    let process = Process::start_in(temporary.path(), &["sandbox", port, "--exit-when-idle"]);
    let (status, output) = process.finish();
    assert_eq!(status.code(), Some(1), "{output}");
    assert!(output.contains("cannot read `"), "{output}");
    assert!(output.contains("--set volumes.files.data=FOLDER"), "{output}");
    assert!(output.contains("--config sandbox.toml"), "{output}");
    assert!(!output.contains("records after"), "nothing ran, so nothing is counted:\n{output}");
    let left = fs::read_dir(temporary.path()).expect("a folder").count();
    assert_eq!(left, 0, "{output}");
}

#[test]
fn wrong_addresses_are_answered_with_how_to_send() {
    let folder = TempDir::new().expect("a folder");
    let mut process = start(&folder, "", &[]);
    let url = url(&mut process);
    let how = "send records with `POST /`: one as JSON, or one on each line";
    let errors = |reason: &str| json!({ "errors": [{ "reason": format!("{reason}; {how}") }] });

    let mut response = agent().get(&url).call().expect("an answer");
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "POST");
    assert_eq!(response.headers()["content-type"], "application/json");
    let body: Value = serde_json::from_reader(response.body_mut().as_reader()).expect("JSON");
    assert_eq!(body, errors("`/` does not take GET"));

    let not_there = post(&format!("{url}/records"), REPORT);
    assert_eq!(not_there, (404, errors("there is no `/records`")));

    process.signal("TERM");
    let (status, output) = process.finish();
    assert!(status.success(), "{output}");
}

/// Posts a body and returns status and JSON answer, whatever the status.
pub(crate) fn post(url: &str, body: &str) -> (u16, Value) {
    let (status, _, answer) = post_for_headers(url, body);
    (status, answer)
}

/// Does the same, and returns the headers as well.
pub(crate) fn post_for_headers(url: &str, body: &str) -> (u16, HeaderMap, Value) {
    let agent = agent();
    let mut response = agent.post(url).send(body).expect("an answer");
    let text = response.body_mut().read_to_string().expect("a body");
    let answer = serde_json::from_str(&text).unwrap_or(Value::Null);
    (response.status().as_u16(), response.headers().clone(), answer)
}

pub(crate) fn get(url: &str) -> u16 {
    agent().get(url).call().expect("an answer").status().as_u16()
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().new_agent()
}
