//! Files: every kind of value, and every mistake with its line.

use std::time::Duration;

use super::fixture::{Folder, refuses, resolve};
use crate::config::{MemorySize, Origin, Position, Sources};

fn file(folder: &Folder, content: &str) -> Sources {
    Sources { files: vec![folder.write("flow.toml", content)], ..Sources::default() }
}

#[track_caller]
fn refuses_file(content: &str, expected: &[&str]) {
    let folder = Folder::new();
    refuses(&file(&folder, content), Some(&folder), expected);
}

#[test]
fn every_section() {
    let folder = Folder::new();
    let sources = file(
        &folder,
        r#"
            drain_timeout = "5 s"
            shutdown_delay = "0 s"
            commit_interval = "250 ms"
            [kafka]
            "bootstrap.servers" = "127.0.0.1:9092"
            fetch.min.bytes = 0x10
            socket.keepalive.enable = true
            [streamlets.valid-log]
            prefix = "x"
            window = "2 min"
            limit = 9
            ratio = 1
            verbose = "true"
            [streamlets.ingress]
            body_limit = 1024
            [volumes.files]
            data = "./input"
            [ports]
            ingress = 3005
            admin = 0
        "#,
    );
    let configuration = resolve(&sources);
    assert_eq!(configuration.drain_timeout, Duration::from_secs(5));
    assert_eq!(configuration.shutdown_delay, Duration::ZERO);
    assert_eq!(configuration.commit_interval, Duration::from_millis(250));
    let kafka: Vec<(&str, &str)> =
        configuration.kafka.iter().map(|(name, value)| (name.as_str(), value.shown())).collect();
    let expected = [
        ("bootstrap.servers", "127.0.0.1:9092"),
        ("fetch.min.bytes", "16"),
        ("socket.keepalive.enable", "true"),
    ];
    assert_eq!(kafka, expected);
    let log = &configuration.instances["valid_log"];
    assert_eq!(log.get("prefix"), Ok("x".to_owned()));
    assert_eq!(log.get("window"), Ok(Duration::from_mins(2)));
    assert_eq!(log.get("limit"), Ok(9_u16));
    assert_eq!(log.get("ratio"), Ok(1.0));
    assert_eq!(log.get("verbose"), Ok(true));
    let ingress = &configuration.instances["ingress"];
    assert_eq!(ingress.get("body_limit"), Ok(MemorySize::new(1024)));
    assert_eq!(ingress.port, Some(3005));
    assert_eq!(configuration.instances["admin"].port, Some(0));
    let data = configuration.instances["files"].volume("data");
    assert_eq!(data, Some(folder.path().join("./input")));
    let position = Some(Position { line: 10, column: 22 });
    let origin = Origin::File { path: sources.files[0].clone(), position };
    assert_eq!(log.values["prefix"].origin(), &origin);
}

#[test]
fn unknown_names() {
    refuses_file(
        "drain_timout = \"1 s\"\n[valid_log]\nprefix = \"x\"\n[streamlets.vaild_log]\nprefix = \"x\"\n\
         [streamlets.nowhere]\n[streamlets.files]\ndata = \"x\"\n[streamlets.valid_log]\nprefx = \"x\"\n\
         colour = \"x\"\n[ports]\nfiles = 1\n[volumes.ingress]\ndata = \"x\"\n[kafka]\n\"a..b\" = 1\n",
        &[
            "flow.toml:1:1: a configuration has no `drain_timout`\nhelp: did you mean `drain_timeout`?",
            "flow.toml:2:2: a configuration has no `valid_log`\n\
             help: did you mean `[streamlets.valid_log]`?",
            "flow.toml:4:13: there is no instance `vaild_log` in blueprint `test`\n\
             help: did you mean `valid_log`?",
            "flow.toml:6:13: there is no instance `nowhere` in blueprint `test`\n\
             help: the instances are `ingress`, `admin`, `files`, `valid_log`, `other--log`, `kafka`",
            "flow.toml:8:1: streamlet `FileIngress` of instance `files` has no configuration key `data`\n\
             help: it belongs to the volumes: write `data = \"…\"` in `[volumes.files]`",
            "flow.toml:10:1: streamlet `LogEgress` of instance `valid_log` has no configuration key `prefx`\n\
             help: did you mean `prefix`?",
            "flow.toml:11:1: streamlet `LogEgress` of instance `valid_log` has no configuration key `colour`\n\
             help: it has `prefix`, `window`, `limit`, `ratio`, `verbose`, `api_token`",
            "flow.toml:13:1: instance `files` has no server port\n\
             help: those with one are `ingress`, `admin`",
            "flow.toml:15:1: streamlet `HttpIngress` of instance `ingress` has no volume `data`\n\
             help: it has none; remove this one",
            "flow.toml:17:1: `a..b` is not the name of a Kafka property\n\
             help: write one such as `\"bootstrap.servers\"`",
        ],
    );
}

#[test]
fn values_of_the_wrong_kind() {
    refuses_file(
        "commit_interval = \"0 s\"\n[streamlets.valid_log]\nprefix = 5\nwindow = 30\nlimit = 10\nratio = inf\n\
         verbose = 1\napi_token = \"hunter2\"\n[streamlets.ingress]\nbody_limit = [1]\n\
         [streamlets.kafka]\nprefix = \"A\"\nlimit = 99999999999999999999\nwindow.seconds = 3\n\
         [volumes.files]\ndata = \"\"\n[ports]\ningress = 70000\n",
        &[
            "flow.toml:1:19: `0 s` for `commit_interval` is too short\nhelp: write at least `\"1 ms\"`",
            "flow.toml:3:10: `5` for `valid_log.prefix` is an integer, not a string\n\
             help: put it in quotes: `\"5\"`",
            "flow.toml:4:10: `30` for `valid_log.window` is not a duration\n\
             help: write a number and a unit, such as `\"500 ms\"` or `\"1 min\"`",
            "flow.toml:5:9: `10` for `valid_log.limit` is out of range\nhelp: use a number from 1 to 9",
            "flow.toml:6:9: `inf` for `valid_log.ratio` is not a number\nhelp: write a number such as `0.5`",
            "flow.toml:7:11: `1` for `valid_log.verbose` is not `true` or `false`\n\
             help: write `true` or `false`",
            "flow.toml:8:13: the value for `valid_log.api_token` is not an integer\n\
             help: write an integer such as `64`",
            "flow.toml:10:14: `ingress.body_limit` must be a single value, not an array\n\
             help: write one value, as in `key = \"text\"`",
            "flow.toml:12:10: `A` for `streamlets.kafka.prefix` does not match the pattern `[a-z]+`\n\
             help: write a value that the pattern matches as a whole",
            "flow.toml:13:9: `99999999999999999999` for `streamlets.kafka.limit` is out of range\n\
             help: use a number from 1 to 9",
            "flow.toml:14:1: `streamlets.kafka.window` must be a single value, not a table\n\
             help: write one value, as in `key = \"text\"`",
            "flow.toml:16:8: `` for `volumes.files.data` is not a path\nhelp: write the path of a folder",
            "flow.toml:18:11: `70000` for `ports.ingress` is out of range\n\
             help: use a number from 0 to 65535",
        ],
    );
}

#[test]
fn sections_that_are_no_tables() {
    refuses_file(
        "kafka = 1\n[streamlets]\nvalid_log = \"x\"\n",
        &[
            "flow.toml:1:1: `kafka` must be a table\nhelp: write `[kafka]` and the keys below it",
            "flow.toml:3:1: `streamlets.valid_log` must be a table\n\
             help: write `[streamlets.valid_log]` and the keys below it",
        ],
    );
}

#[test]
fn properties_that_the_runtime_owns() {
    refuses_file(
        "[kafka]\ngroup.id = \"mine\"\nlinger.ms = 0.5\nauto.offset.reset = \"earliest\"\n\
         auto.commit.interval.ms = 0.5\n",
        &[
            "flow.toml:2:12: `group.id` cannot be set: the name of a consumer group follows from the \
             blueprint\nhelp: remove it",
            "flow.toml:3:13: `0.5` for `kafka.linger.ms` is a decimal number\n\
             help: write a string, an integer or a boolean",
            "flow.toml:4:21: `auto.offset.reset` cannot be set: a new group reads a topic from its \
             beginning, so that it misses nothing\nhelp: remove it",
            "flow.toml:5:27: `auto.commit.interval.ms` cannot be set: the runtime commits offsets \
             itself, once the records behind them are through\n\
             help: set `commit_interval` for the time between commits",
        ],
    );
}

#[test]
fn a_key_that_is_set_twice() {
    refuses_file(
        "[streamlets.valid_log]\nprefix = \"a\"\n[streamlets.valid-log]\nprefix = \"b\"\n\
         [kafka]\n\"linger.ms\" = 1\nlinger.ms = 2\n[ports]\ningress = 1\nadmin = 1\n",
        &[
            "flow.toml:4:10: `valid_log.prefix` is set twice\n\
             help: keep this one or the one at flow.toml:2:10",
            "flow.toml:7:13: `kafka.linger.ms` is set twice\n\
             help: keep this one or the one at flow.toml:6:15",
            "flow.toml:10:9: `ports.ingress` and `ports.admin` are both 1\n\
             help: give each server a port of its own, or 0 for any free one",
        ],
    );
}

#[test]
fn files_that_are_no_toml() {
    refuses_file(
        "[kafka]\nclient.id = sensors\n",
        &["flow.toml:2:13: string values must be quoted, expected literal string\n\
           help: correct this line; text is written in quotes, as in `prefix = \"text\"`"],
    );
    let folder = Folder::new();
    let files = vec![
        folder.path().join("missing.toml"),
        folder.write("folder/x", "").parent().unwrap().to_owned(),
        folder.write("latin.toml", b"# \xe4"),
    ];
    refuses(
        &Sources { files, ..Sources::default() },
        Some(&folder),
        &[
            "missing.toml: there is no such file\nhelp: correct the path, or create the file",
            "folder: this is a directory, not a file\nhelp: name a file in it",
            "latin.toml: line 1 is not UTF-8 text\nhelp: save the file in UTF-8",
        ],
    );
}
