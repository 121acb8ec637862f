//! Properties that Kafka's client refuses, in whatever source they are; and no secret in the answer.

use super::fixture::{Folder, OPTIONAL, environment, refuses, settings};
use crate::config::{Configuration, Sources};

#[test]
fn a_name_that_the_client_does_not_know() {
    let folder = Folder::new();
    folder.write("secrets/kafka.sasl.passwrd", "hunter2");
    let mut sources = environment(&[("CLOUDFLOW_KAFKA__LINGER_MSS", "5")]);
    sources
        .files
        .push(folder.write("flow.toml", "[kafka]\nlinger.mss = 5\ncolour.of.sky = \"blue\"\n"));
    sources.secrets = Some(folder.path().join("secrets"));
    sources.settings = settings(&["kafka.linger.mss=5"]).settings;
    refuses(
        &sources,
        Some(&folder),
        &[
            "flow.toml:2:14: Kafka's client has no property `linger.mss`\n\
             help: did you mean `\"linger.ms\"`?",
            "flow.toml:3:17: Kafka's client has no property `colour.of.sky`\n\
             help: https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md lists them",
            "secret `secrets/kafka.sasl.passwrd`: Kafka's client has no property `sasl.passwrd`\n\
             help: did you mean `kafka.sasl.password`?",
            "environment `CLOUDFLOW_KAFKA__LINGER_MSS`: Kafka's client has no property `linger.mss`\n\
             help: did you mean `CLOUDFLOW_KAFKA__LINGER_MS`?",
            "`--set kafka.linger.mss`: Kafka's client has no property `linger.mss`\n\
             help: did you mean `kafka.linger.ms`?",
        ],
    );
}

#[test]
fn values_that_the_client_refuses() {
    let words = "https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md says which \
                 values it takes";
    let expected = format!(
        "`--set kafka.linger.ms`: Kafka's client refuses `soon` for `linger.ms`\nhelp: {words}"
    );
    refuses(&settings(&["kafka.linger.ms=soon"]), None, &[&expected]);
    // Each of the two is right by itself.
    refuses(
        &settings(&["kafka.max.poll.interval.ms=5000", "kafka.session.timeout.ms=6000"]),
        None,
        &["`--set kafka.max.poll.interval.ms`: Kafka's client does not start: \
           `max.poll.interval.ms`must be >= `session.timeout.ms`\nhelp: correct what it names"],
    );
}

/// Whatever is wrong with a secret, and whatever its name is.
#[test]
fn no_secret_is_in_a_refusal() {
    for name in [
        "kafka.sasl.passwrd",
        "kafka.linger.ms",
        "kafka.acks",
        "kafka.bootstrap.servers",
        "kafka.security.protocol",
        "kafka.debug",
        "kafka.ssl.ca.pem",
        "kafka.a..b",
        "kafka.",
        "valid_log.window",
        "valid_log.limit",
        "valid_log.verbose",
        "valid_log.prefix",
        "valid_log.nothing",
        "nowhere.at.all",
        "log",
    ] {
        let folder = Folder::new();
        folder.write(name, "Hunter2 hunter2;");
        let secrets = Some(folder.path().to_owned());
        let sources = Sources { secrets, ..settings(&["valid_log.prefix=x"]) };
        let error = Configuration::resolve(&OPTIONAL, &sources).expect_err(name);
        for words in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
            assert!(!words.to_lowercase().contains("hunter"), "{name}: {words}");
        }
    }
}
