//! Settings of the runtime, and their bounds.

use std::time::Duration;

use super::fixture::{Folder, environment, refuses, resolve, settings};
use crate::config::{Bounds, Sources, VARIABLES};
use crate::transport::Amount;

#[test]
fn every_source_sets_them() {
    let folder = Folder::new();
    let file = "hang_timeout = \"30 s\"\n[inlets]\nrecords = 500\nbytes = \"1 MiB\"\n\
                [sandbox]\ntopic_records = 7\n";
    let variables = [
        ("CLOUDFLOW_INLETS__RECORDS", "600"),
        ("CLOUDFLOW_OUTLETS__BYTES", "2 MiB"),
        ("CLOUDFLOW_SANDBOX__TOPIC_BYTES", "3 MiB"),
        ("CLOUDFLOW_REVOKE_TIMEOUT", "2 s"),
    ];
    let sources = Sources {
        files: vec![folder.write("flow.toml", file)],
        settings: settings(&["outlets.records=900", "call_timeout=1 h", "request_timeout=3 s"])
            .settings,
        ..environment(&variables)
    };
    let bounds = resolve(&sources).bounds;
    assert_eq!(bounds.inlet, Amount { records: 600, bytes: 1 << 20 });
    assert_eq!(bounds.outlet, Amount { records: 900, bytes: 2 << 20 });
    assert_eq!(bounds.topic, Amount { records: 7, bytes: 3 << 20 });
    let times = [bounds.revoke_timeout, bounds.request_timeout];
    assert_eq!(times, [Duration::from_secs(2), Duration::from_secs(3)]);
    let times = format!("{bounds:?}");
    assert!(
        times.contains("hang_timeout: 30s") && times.contains("call_timeout: 3600s"),
        "{times}"
    );
}

#[test]
fn by_default() {
    let bounds = resolve(&Sources::default()).bounds;
    assert_eq!(bounds, Bounds::default());
    assert_eq!(bounds.inlet, Amount { records: 20_000, bytes: 16 << 20 });
    assert_eq!(bounds.outlet, Amount { records: 50_000, bytes: 32 << 20 });
    assert_eq!(bounds.topic, Amount { records: 65_536, bytes: 64 << 20 });
    assert_eq!(bounds.revoke_timeout, Duration::from_secs(10));
}

#[test]
fn mistakes() {
    for (setting, expected) in [
        (
            "inlets.recrods=1",
            "there is no setting `inlets.recrods`\nhelp: did you mean `inlets.records`?",
        ),
        (
            "inlets.size=1",
            "there is no setting `inlets.size`\nhelp: there are `inlets.records`, `inlets.bytes`",
        ),
        (
            "inlets.records=0",
            "`0` for `inlets.records` is out of range\nhelp: use a number from 1 to 10000000",
        ),
        ("inlets.bytes=0", "`0` for `inlets.bytes` is too small\nhelp: write at least `1 KiB`"),
        (
            "outlets.bytes=2000 TiB",
            "`2000 TiB` for `outlets.bytes` is too large\nhelp: write at most `1 TiB`",
        ),
        ("hang_timeout=0 s", "`0 s` for `hang_timeout` is too short\nhelp: write at least `1 ms`"),
        (
            "call_timeout=5",
            "`5` for `call_timeout` is not a duration\nhelp: write a number and a unit, such as `500 ms` or `1 min`",
        ),
    ] {
        let key = setting.split_once('=').map_or(setting, |(key, _)| key);
        refuses(&settings(&[setting]), None, &[&format!("`--set {key}`: {expected}")]);
    }
    refuses(
        &environment(&[("CLOUDFLOW_INLETS__RECORD", "1"), ("CLOUDFLOW_OUTLETS_BYTES", "1 MiB")]),
        None,
        &[
            "environment `CLOUDFLOW_INLETS__RECORD`: there is no setting `inlets.record`\n\
             help: did you mean `CLOUDFLOW_INLETS__RECORDS`?",
            "environment `CLOUDFLOW_OUTLETS_BYTES`: the runtime has no such variable\n\
             help: did you mean `CLOUDFLOW_OUTLETS__BYTES`?",
        ],
    );
    let folder = Folder::new();
    let file = "inlets = 1\n\"sandbox.topic_bytes\" = 1\n[outlets]\nrecrods = 1\nbytes = 5\n[sandbox]\n\
                colour = 1\n";
    let sources = Sources { files: vec![folder.write("flow.toml", file)], ..Sources::default() };
    refuses(
        &sources,
        Some(&folder),
        &[
            "flow.toml:1:1: `inlets` must be a table\nhelp: write `[inlets]` and the keys below it",
            "flow.toml:2:1: a configuration has no `sandbox.topic_bytes`\n\
             help: a file has `streamlets`, `volumes`, `ports`, `kafka`, `inlets`, `outlets`, `sandbox`, \
             `drain_timeout` and 8 more",
            "flow.toml:4:1: there is no setting `outlets.recrods`\nhelp: did you mean `records`?",
            "flow.toml:5:9: `5` for `outlets.bytes` is too small\nhelp: write at least `\"1 KiB\"`",
            "flow.toml:7:1: there is no setting `sandbox.colour`\n\
             help: there are `topic_records`, `topic_bytes`",
        ],
    );
}

#[test]
fn every_setting_outside_of_a_section_is_a_listed_variable() {
    for row in super::super::settings::SETTINGS.iter().filter(|row| !row.name.contains('.')) {
        let name = format!("CLOUDFLOW_{}", row.name.to_ascii_uppercase());
        assert!(VARIABLES.iter().any(|variable| variable.name == name), "{name}");
    }
}
