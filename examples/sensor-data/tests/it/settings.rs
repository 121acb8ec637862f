//! What is wrong with the settings is said by `verify` as it is by what runs, and no secret is shown.

use std::fs;

use tempfile::TempDir;

use crate::process::Process;
use crate::sandbox::{INPUT, INVALID, start};
use crate::stop::nowhere;

/// The commands that read settings, each with what it needs besides.
fn commands(kafka: &str) -> [Vec<String>; 5] {
    let words = |text: &str| text.split(' ').map(str::to_owned).collect();
    [
        words("verify"),
        words("sandbox"),
        words(&format!("sandbox --kafka {kafka}")),
        words(&format!("run metrics --kafka {kafka}")),
        words(&format!("topics create --kafka {kafka}")),
    ]
}

/// Asserts that every command refuses these settings with the same error, and returns it.
fn refused(variables: &[(&str, &str)], arguments: &[&str]) -> String {
    let away = nowhere();
    let mut outputs: Vec<String> = Vec::new();
    for command in commands(&away) {
        let words: Vec<&str> =
            command.iter().map(String::as_str).chain(arguments.iter().copied()).collect();
        let (status, output) = Process::start_with(variables, &words).finish();
        assert_eq!(status.code(), Some(1), "{words:?}: {output}");
        outputs.push(output);
    }
    let first = outputs.first().cloned().unwrap_or_default();
    assert!(outputs.iter().all(|output| *output == first), "{outputs:#?}");
    assert_eq!(first.matches("error: ").count(), 1, "{first}");
    assert_eq!(first.matches("\nhelp: ").count(), 1, "{first}");
    first
}

#[test]
fn every_command_refuses_the_same_settings() {
    for setting in [
        "kafka.linger.mss=5",
        "kafka.linger.ms=soon",
        "kafka.enable.auto.commit=true",
        "kafka.compression.codec=lz4",
        "drain_timeout=0 s",
        "commit_interval=0 ms",
        "log=inof",
        "log_format=xml",
    ] {
        refused(&[], &[&format!("--set={setting}")]);
    }
    // Each is right by itself, and the client takes no two of them.
    let both = ["--set=kafka.session.timeout.ms=6000", "--set=kafka.max.poll.interval.ms=5000"];
    let error = refused(&[], &both);
    assert!(error.contains("`max.poll.interval.ms`"), "{error}");
}

#[test]
fn a_misspelt_level_is_one_error_with_the_right_one() {
    assert_eq!(
        refused(&[("CLOUDFLOW_LOG", "inof")], &[]),
        "error: environment `CLOUDFLOW_LOG`: `inof` is not a level\nhelp: did you mean `info`?"
    );
}

#[test]
fn records_of_the_log_egress_are_no_log_lines() {
    for (level, count) in [("warn", INVALID), ("rdkafka=debug", INVALID), ("off", 0)] {
        let folder = TempDir::new().expect("a folder");
        let log = format!("--set=log={level}");
        let (status, output) = start(&folder, INPUT, &["--exit-when-idle", &log]).finish();
        assert!(status.success(), "{output}");
        assert_eq!(output.matches("rejected: {").count(), count, "{level}: {output}");
    }
}

#[test]
fn a_mounted_secret_is_shown_by_nothing() {
    for name in ["kafka.sasl.passwrd", "kafka.linger.ms", "kafka.bootstrap.servers", "metrics.x"] {
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join(name), "hunter2; hunter2").expect("a secret");
        let secrets = folder.path().display().to_string();
        let variables = [("CLOUDFLOW_SECRETS", secrets.as_str()), ("CLOUDFLOW_LOG", "trace")];
        let error = refused(&variables, &[]);
        assert!(error.contains(&format!("{name}`")), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

/// What the client says once it runs is in nobody's hands but its own: it repeats its properties.
#[test]
fn the_client_shows_no_mounted_secret() {
    let folder = TempDir::new().expect("a folder");
    let away = nowhere();
    for (name, secret) in [
        ("kafka.bootstrap.servers", away.as_str()),
        ("kafka.client.id", "hunter2-of-the-client"),
        ("kafka.client.rack", "hunter2-of-the-rack"),
    ] {
        fs::write(folder.path().join(name), secret).expect("a secret");
    }
    let secrets = folder.path().display().to_string();
    let variables = [("CLOUDFLOW_SECRETS", secrets.as_str()), ("CLOUDFLOW_LOG", "trace")];
    let arguments = ["run", "metrics", "--management", "127.0.0.1:0", "--set=kafka.debug=all"];
    let mut process = Process::start_with(&variables, &arguments);
    // By then it has printed its properties, and that it cannot connect.
    process.await_line("\"message\":\"Waiting for Kafka.\"");
    process.signal("TERM");
    let (status, output) = process.finish();
    assert!(status.success(), "{output}");
    assert!(output.contains("******"), "{output}");
    for secret in ["hunter2", away.as_str()] {
        let line = output.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "it shows `{secret}`");
    }
}
