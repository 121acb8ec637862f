//! `--set`: the short and the long form of keys, and their mistakes.

use super::fixture::{refuses, resolve, settings};

#[test]
fn keys_in_short_and_in_full() {
    let configuration = resolve(&settings(&[
        "valid_log.prefix=a",
        "valid-log.prefix=b",
        "streamlets.kafka.prefix=c",
        "kafka.client.id=a=b",
        "volumes.files.data=/input",
        "ports.ingress=0",
        "drain_timeout=5 s",
        "log=debug",
    ]));
    assert_eq!(
        configuration.instances["valid_log"].get("prefix"),
        Ok("b".to_owned()),
        "the last wins"
    );
    assert_eq!(configuration.instances["kafka"].get("prefix"), Ok("c".to_owned()));
    assert_eq!(configuration.kafka["client.id"].shown(), "a=b");
    assert_eq!(configuration.drain_timeout.as_secs(), 5);
    assert_eq!(configuration.log.filter.to_string(), "debug");
}

#[test]
fn mistakes() {
    for (setting, expected) in [
        (
            "valid_log.prefix",
            "`--set valid_log.prefix`: the value is missing\nhelp: write `--set valid_log.prefix=VALUE`",
        ),
        (
            "vaild_log.prefix=x",
            "`--set vaild_log.prefix`: there is no instance `vaild_log` in blueprint `test`\nhelp: did you mean `valid_log.prefix`?",
        ),
        (
            "kafak.client.id=x",
            "`--set kafak.client.id`: there is no instance `kafak` in blueprint `test`\nhelp: did you mean `kafka.client.id`?",
        ),
        (
            "valid_log.prefx=x",
            "`--set valid_log.prefx`: streamlet `LogEgress` of instance `valid_log` has no configuration key `prefx`\nhelp: did you mean `valid_log.prefix`?",
        ),
        (
            "body_limit=1",
            "`--set body_limit`: there is no setting `body_limit`\nhelp: did you mean `ingress.body_limit`?",
        ),
        (
            "drain_timout=1 s",
            "`--set drain_timout`: there is no setting `drain_timout`\nhelp: did you mean `drain_timeout`?",
        ),
        (
            "x=1",
            "`--set x`: there is no setting `x`\nhelp: write `INSTANCE.KEY`, such as `valid_log.prefix`",
        ),
        (
            "=x",
            "`--set `: there is no setting ``\nhelp: write `INSTANCE.KEY`, such as `valid_log.prefix`",
        ),
        (
            "kafka.=x",
            "`--set kafka.`: `` is not the name of a Kafka property\nhelp: write one such as `kafka.bootstrap.servers`",
        ),
        (
            "volumes.files=x",
            "`--set volumes.files`: `volumes.files` names no key of an instance\nhelp: write `volumes.INSTANCE.KEY`",
        ),
        (
            "files.data=x",
            "`--set files.data`: streamlet `FileIngress` of instance `files` has no configuration key `data`\nhelp: it belongs to the volumes: write `volumes.files.data`",
        ),
        (
            "ports.files=1",
            "`--set ports.files`: instance `files` has no server port\nhelp: those with one are `ingress`, `admin`",
        ),
        (
            "drain_timeout=0 s",
            "`--set drain_timeout`: `0 s` for `drain_timeout` is too short\nhelp: write at least `1 ms`",
        ),
        (
            "drain_timeout=99999 weeks",
            "`--set drain_timeout`: `99999 weeks` for `drain_timeout` is too long\nhelp: write at most `1000 days`",
        ),
        (
            "valid_log.window=1",
            "`--set valid_log.window`: `1` for `valid_log.window` is not a duration\nhelp: write a number and a unit, such as `500 ms` or `1 min`",
        ),
    ] {
        refuses(&settings(&[setting]), None, &[expected]);
    }
}
