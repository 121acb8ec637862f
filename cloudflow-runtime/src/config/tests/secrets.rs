//! Secrets: as Kubernetes mounts them, and never in a message.

use super::fixture::{Folder, refuses, resolve, settings};
use crate::config::{MaybeSecret, Sources};

const SECRET: &str = "hunter2";

fn secrets(folder: &Folder) -> Sources {
    Sources { secrets: Some(folder.path().to_owned()), ..Sources::default() }
}

#[cfg(unix)]
#[test]
fn as_kubernetes_mounts_them() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new();
    for (name, content) in [
        ("valid_log.prefix", "hidden\n"),
        ("kafka.sasl.password", "hunter2\r\n"),
        ("kafka.client.id", "a\n\n"),
    ] {
        folder.write(&format!("..2026_01_01/{name}"), content);
        symlink(format!("..data/{name}"), folder.path().join(name)).unwrap();
    }
    symlink("..2026_01_01", folder.path().join("..data")).unwrap();
    folder.write(".gitkeep", "");

    let configuration = resolve(&secrets(&folder));
    assert_eq!(configuration.instances["valid_log"].get("prefix"), Ok("hidden".to_owned()));
    assert_eq!(configuration.kafka["sasl.password"], MaybeSecret::secret(SECRET));
    let client = configuration.kafka["client.id"].expose_secret();
    assert_eq!(client, "a\n", "one newline is cut");
}

#[test]
fn mistakes() {
    let folder = Folder::new();
    folder.write("drain_timeout", SECRET);
    folder.write("kafka.group.id", SECRET);
    folder.write("valid_log.limit", "12345678");
    folder.write("valid_log.prefix", SECRET);
    folder.write("valid_log.verbos", SECRET);
    folder.write("valid_log.window", b"hunter2\xff");
    folder.write("valid_log.ratio/nested", SECRET);
    folder.write("password", SECRET);
    refuses(
        &secrets(&folder),
        Some(&folder),
        &[
            "secret `drain_timeout`: only configuration keys and Kafka properties can be secrets\n\
             help: set it in a configuration file",
            "secret `kafka.group.id`: `group.id` cannot be set: the name of a consumer group follows from the blueprint\n\
             help: remove it",
            "secret `password`: the name of the file is no key: there is no setting `password`\n\
             help: write `INSTANCE.KEY`, such as `valid_log.prefix`",
            "secret `valid_log.limit`: the value for `valid_log.limit` is out of range\n\
             help: use a number from 1 to 9",
            "secret `valid_log.prefix`: the value for `valid_log.prefix` does not match the pattern \
             `[a-z]+`\nhelp: write a value that the pattern matches as a whole",
            "secret `valid_log.ratio`: this is a directory, not a file\nhelp: name a file in it",
            "secret `valid_log.verbos`: the name of the file is no key: streamlet `LogEgress` of \
             instance `valid_log` has no configuration key `verbos`\nhelp: did you mean `valid_log.verbose`?",
            "secret `valid_log.window`: line 1 is not UTF-8 text\nhelp: save the file in UTF-8",
        ],
    );
}

#[test]
fn no_directory() {
    let folder = Folder::new();
    let sources = Sources { secrets: Some(folder.path().join("missing")), ..Sources::default() };
    refuses(
        &sources,
        Some(&folder),
        &["secret `missing`: there is no such directory of secrets\n\
           help: set `CLOUDFLOW_SECRETS` to a directory of files named like `valid_log.prefix`"],
    );
}

#[test]
fn a_secret_is_never_shown() {
    let folder = Folder::new();
    folder.write("valid_log.prefix", "hunter");
    folder.write("kafka.client.id", SECRET);
    let mut sources = secrets(&folder);
    // What overrides a secret, and what is called like one, is a secret as well.
    sources.settings = settings(&[
        "valid_log.prefix=hunters",
        "kafka.sasl.password=hunter2",
        "valid_log.api_token=1234",
    ])
    .settings;
    let configuration = resolve(&sources);
    let log = &configuration.instances["valid_log"];
    assert_eq!(log.get("prefix"), Ok("hunters".to_owned()));
    assert_eq!(log.get("api_token"), Ok(1234));
    for shown in [
        format!("{configuration:?}"),
        format!("{configuration:#?}"),
        configuration.describe().to_string(),
        serde_json::to_string(configuration.describe()).unwrap(),
        format!("{sources:?}"),
        log.get::<bool>("prefix").unwrap_err().to_string(),
    ] {
        assert!(!shown.contains("hunter") && !shown.contains("1234"), "{shown}");
    }
    assert!(configuration.describe().to_string().contains("******"));

    sources.settings = settings(&["valid_log.prefix=HUNTER2"]).settings;
    refuses(
        &sources,
        Some(&folder),
        &["`--set valid_log.prefix`: the value for `valid_log.prefix` does not match the pattern \
           `[a-z]+`\nhelp: write a value that the pattern matches as a whole"],
    );
}
