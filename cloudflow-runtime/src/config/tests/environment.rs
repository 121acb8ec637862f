//! Variables: which are read, which are passed over, and which are refused.

use std::time::Duration;

use super::fixture::{environment, refuses, resolve};
use crate::config::{LogFormat, VARIABLES};

#[test]
fn every_section() {
    let configuration = resolve(&environment(&[
        ("CLOUDFLOW_STREAMLETS__VALID_LOG__PREFIX", "x"),
        ("CLOUDFLOW_STREAMLETS__OTHER__LOG__API_TOKEN", "7"),
        ("CLOUDFLOW_KAFKA__BOOTSTRAP_SERVERS", "127.0.0.1:9092"),
        ("CLOUDFLOW_VOLUMES__FILES__DATA", "input"),
        ("CLOUDFLOW_PORTS__INGRESS", "3005"),
        ("CLOUDFLOW_DRAIN_TIMEOUT", "2 s"),
        ("CLOUDFLOW_SHUTDOWN_DELAY", "4 s"),
        ("CLOUDFLOW_COMMIT_INTERVAL", "3 s"),
        ("CLOUDFLOW_LOG", "warn"),
        ("CLOUDFLOW_LOG_FORMAT", "json"),
    ]));
    assert_eq!(configuration.instances["valid_log"].get("prefix"), Ok("x".to_owned()));
    assert_eq!(configuration.instances["other--log"].get("api_token"), Ok(7));
    assert_eq!(configuration.kafka["bootstrap.servers"].shown(), "127.0.0.1:9092");
    assert_eq!(configuration.instances["files"].volume("data").unwrap().as_os_str(), "input");
    assert_eq!(configuration.instances["ingress"].port, Some(3005));
    assert_eq!(configuration.drain_timeout, Duration::from_secs(2));
    assert_eq!(configuration.shutdown_delay, Duration::from_secs(4));
    assert_eq!(configuration.commit_interval, Duration::from_secs(3));
    assert_eq!(configuration.log.filter.to_string(), "warn,cloudflow::egress=info");
    assert_eq!(configuration.log.format, Some(LogFormat::Json));
}

#[test]
fn known_variables_are_passed_over() {
    let mut sources = environment(&[
        ("CLOUDFLOW_TEST_ANYTHING", "x"),
        ("PATH", "/bin"),
        // What Kubernetes sets for a Service `cloudflow-operator`.
        ("CLOUDFLOW_OPERATOR_SERVICE_HOST", "10.0.0.1"),
        ("CLOUDFLOW_OPERATOR_SERVICE_PORT", "443"),
        ("CLOUDFLOW_OPERATOR_PORT", "tcp://10.0.0.1:443"),
        ("CLOUDFLOW_OPERATOR_PORT_443_TCP_ADDR", "10.0.0.1"),
    ]);
    for variable in VARIABLES {
        sources.environment.insert(variable.name.to_owned(), String::new());
    }
    let configuration = resolve(&sources);
    assert_eq!(configuration.commit_interval, Duration::from_secs(1), "an empty one sets nothing");
}

#[test]
fn unknown_variables() {
    for (variable, title, help) in [
        (
            "CLOUDFLOW_STREAMLETS__VAILD_LOG__PREFIX",
            "there is no instance `vaild_log` in blueprint `test`",
            "did you mean `CLOUDFLOW_STREAMLETS__VALID_LOG__…`?",
        ),
        (
            "CLOUDFLOW_STREAMLETS__VALID_LOG__PREFX",
            "streamlet `LogEgress` of instance `valid_log` has no configuration key `prefx`",
            "did you mean `CLOUDFLOW_STREAMLETS__VALID_LOG__PREFIX`?",
        ),
        (
            "CLOUDFLOW_STREAMLETS_VALID_LOG_PREFIX",
            "the runtime has no such variable",
            "did you mean `CLOUDFLOW_STREAMLETS__VALID_LOG__PREFIX`?",
        ),
        (
            "CLOUDFLOW_STREAMLET__VALID_LOG__PREFIX",
            "the runtime has no such variable",
            "did you mean `CLOUDFLOW_STREAMLETS__VALID_LOG__PREFIX`?",
        ),
        (
            "CLOUDFLOW_STREAMLETS__VALID_LOG",
            "the name has no key of an instance",
            "write `CLOUDFLOW_STREAMLETS__INSTANCE__KEY`",
        ),
        (
            "CLOUDFLOW_STREAMLETS__valid_log__prefix",
            "the name must be in upper case",
            "did you mean `CLOUDFLOW_STREAMLETS__VALID_LOG__PREFIX`?",
        ),
        (
            "CLOUDFLOW_KAFKA_SASL_USERNAME",
            "the runtime has no such variable",
            "did you mean `CLOUDFLOW_KAFKA__SASL_USERNAME`?",
        ),
        (
            "CLOUDFLOW_KAFKA__BOOTSTRAP__SERVERS",
            "`bootstrap..servers` is not the name of a Kafka property",
            "write one such as `CLOUDFLOW_KAFKA__BOOTSTRAP_SERVERS`",
        ),
        (
            "CLOUDFLOW_DRAIN_TIMOUT",
            "the runtime has no such variable",
            "did you mean `CLOUDFLOW_DRAIN_TIMEOUT`?",
        ),
        (
            "CLOUDFLOW_drain_timeout",
            "the runtime has no such variable",
            "did you mean `CLOUDFLOW_DRAIN_TIMEOUT`?",
        ),
        (
            "CLOUDFLOW_COLOUR_OF_THE_SKY_AT_NOON",
            "the runtime has no such variable",
            "remove it, or write `CLOUDFLOW_STREAMLETS__INSTANCE__KEY`",
        ),
        (
            "CLOUDFLOW_PORTS__FILES",
            "instance `files` has no server port",
            "those with one are `ingress`, `admin`",
        ),
    ] {
        let expected = format!("environment `{variable}`: {title}\nhelp: {help}");
        refuses(&environment(&[(variable, "x")]), None, &[expected.as_str()]);
    }
}

#[test]
fn wrong_values() {
    refuses(
        &environment(&[
            ("CLOUDFLOW_DRAIN_TIMEOUT", "30"),
            ("CLOUDFLOW_KAFKA__GROUP_ID", "mine"),
            ("CLOUDFLOW_LOG", "inof"),
            ("CLOUDFLOW_LOG_FORMAT", "xml"),
            ("CLOUDFLOW_STREAMLETS__VALID_LOG__API_TOKEN", "hunter2"),
            ("CLOUDFLOW_STREAMLETS__VALID_LOG__PREFIX", "a\u{fffd}"),
        ]),
        None,
        &[
            "environment `CLOUDFLOW_DRAIN_TIMEOUT`: `30` for `drain_timeout` is not a duration\n\
             help: write a number and a unit, such as `500 ms` or `1 min`",
            "environment `CLOUDFLOW_KAFKA__GROUP_ID`: `group.id` cannot be set: the name of a \
             consumer group follows from the blueprint\nhelp: remove it",
            "environment `CLOUDFLOW_LOG`: `inof` is not a level\nhelp: did you mean `info`?",
            "environment `CLOUDFLOW_LOG_FORMAT`: `xml` for `log_format` does not match the pattern \
             `text|json`\nhelp: write a value that the pattern matches as a whole",
            "environment `CLOUDFLOW_STREAMLETS__VALID_LOG__API_TOKEN`: the value for \
             `valid_log.api_token` is not an integer\nhelp: write an integer such as `64`",
            "environment `CLOUDFLOW_STREAMLETS__VALID_LOG__PREFIX`: the value is not UTF-8 text\n\
             help: set it to text in UTF-8",
        ],
    );
}
