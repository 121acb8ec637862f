//! The lock of a small application, read, written and compared with what it becomes.

use super::{Change, Release, Verdict};
use crate::rules::fixture::{Fixture, port, topic};
use crate::{Access, Descriptor, VolumeMount};

/// The lock of [`Fixture`], with a volume and a topic that has a name.
pub(super) const LOCK: &str = r#"# What is released of `test`: names that outlive a deployment. Written by the command
# `release` of the application; commit it. A later build is compared with it. To give up on
# something that is written here, change or remove its line.
format = 1
application = "test"

[[instance]]
name = "convert"
streamlet = "convert"
group = "test.convert"
inlets = [
    { name = "data", topic = "readings" },
]
outlets = [
    { name = "out", topic = "test.convert.out" },
]

[[instance]]
name = "sink"
streamlet = "sink"
group = "test.sink"
inlets = [
    { name = "in", topic = "test.convert.out" },
]
volumes = [
    { name = "archive", path = "/data" },
]

[[instance]]
name = "source"
streamlet = "source"
outlets = [
    { name = "out", topic = "readings", key = "&record.site" },
]

[[topic]]
name = "readings"
partitions = 4
managed = true
schema = "Reading"
fingerprint = "0800a84fbba83efb"

[[topic]]
name = "test.convert.out"
partitions = 4
managed = true
schema = "Metric"
fingerprint = "FINGERPRINT"
"#;

pub(super) fn parse(text: &str) -> Release {
    Release::parse("blueprint.lock", text).unwrap_or_else(|fault| panic!("{fault}"))
}

/// Returns the lock with each of the texts replaced, which must be there.
#[track_caller]
pub(super) fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(LOCK.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "there is no {from:?}");
        text.replace(from, to)
    })
}

#[track_caller]
pub(super) fn changes(edits: &[(&str, &str)]) -> Vec<Change> {
    parse(LOCK).changes(&parse(&edited(edits)), "blueprint.lock")
}

/// Asserts that the edits are one change that matters, which says this.
#[track_caller]
pub(super) fn one(edits: &[(&str, &str)], expected: &str) {
    let all = changes(edits);
    let mut found = all.iter().filter(|change| change.verdict > Verdict::Compatible);
    let Some(change) = found.next() else { panic!("no change matters: {all:#?}") };
    assert_eq!(change.to_string(), expected);
    assert_eq!(found.next(), None);
}

#[test]
fn a_blueprint_is_written_and_read_back() {
    const SINK: Descriptor<'static> = Descriptor {
        volumes: &[VolumeMount { name: "archive", path: "/data", access: Access::ReadWrite }],
        ..crate::rules::fixture::SINK
    };
    let mut fixture = Fixture::new();
    fixture.instances[2].streamlet = &SINK;
    fixture.topics.push(topic(port(0, "out"), Some("readings")));
    let release = Release::of(&fixture.blueprint());
    let expected = LOCK
        .replace("0800a84fbba83efb", &release.topics["readings"].fingerprint)
        .replace("FINGERPRINT", &release.topics["test.convert.out"].fingerprint)
        .replace(", key = \"&record.site\"", "");
    assert_eq!(release.to_text(), expected);
    assert_eq!(parse(&expected).to_text(), expected);
    assert_eq!(parse(&expected).changes(&release, "blueprint.lock"), []);
}

#[test]
fn the_order_in_the_file_means_nothing() {
    let (head, topics) = LOCK.split_once("[[topic]]").unwrap();
    let (start, instances) = head.split_once("[[instance]]").unwrap();
    let turned = format!("{start}[[topic]]{topics}\n[[instance]]{instances}");
    assert_eq!(parse(&turned).to_text(), LOCK);
}

#[test]
fn what_is_new_is_compatible() {
    let added = "[[instance]]\nname = \"audit\"\nstreamlet = \"sink\"\ngroup = \"test.audit\"\n\
                 inlets = [\n    { name = \"in\", topic = \"test.convert.out\" },\n]\n\n[[topic]]\nname = \"t\"\n\
                 partitions = 1\nmanaged = true\nschema = \"Metric\"\nfingerprint = \"0\"\n\n[[topic]]\n\
                 name = \"readings\"";
    let found = changes(&[("[[topic]]\nname = \"readings\"", added)]);
    let texts: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        ["instance `audit` (`sink`) is new (compatible)", "topic `t` is new (compatible)",]
    );
}

#[test]
fn another_application() {
    one(
        &[("\"test\"", "\"trial\""), ("test.", "trial.")],
        "the blueprint is called `trial` and is released as `test`: all its consumer groups and topics \
         would have new names, so nothing would read on where it stopped (breaks) [CF28]\n\
         help: call it `test` again; or remove `blueprint.lock` if it is another application",
    );
}

#[test]
fn a_renamed_instance() {
    one(
        &[("name = \"sink\"", "name = \"log\""), ("test.sink", "test.log")],
        "instance `sink` is now called `log`, and so is its consumer group: what `test.sink` has read \
         counts no more, and all that Kafka still has is processed again (breaks) [CF28]\n\
         help: call it `sink` again; or remove its entry at `blueprint.lock:18` if it may start over",
    );
    // Its topic has its name, unless the blueprint gives it one: two changes, each with its help.
    let texts =
        changes(&[("name = \"convert\"", "name = \"turn\""), ("test.convert", "test.turn")]);
    let subjects: Vec<_> = texts.iter().map(|change| change.subject.as_str()).collect();
    assert_eq!(subjects, ["instance convert", "topic test.convert.out"]);
}

#[test]
fn a_removed_instance() {
    let without = {
        let start = LOCK.find("[[instance]]\nname = \"sink\"").unwrap();
        let end = LOCK.find("[[instance]]\nname = \"source\"").unwrap();
        LOCK.get(start..end).unwrap()
    };
    one(
        &[(without, "")],
        "instance `sink` (`sink`) is gone: what `test.sink` has not read stays unread, and its pods \
         run on until they are deleted (needs a migration) [CF28]\n\
         help: wait until `test.sink` has read everything, then deploy and delete its Deployment; or \
         bring it back, see `blueprint.lock:18`",
    );
    // What the lock does not hold is not promised.
    let given_up = parse(&LOCK.replace(without, ""));
    assert_eq!(given_up.changes(&parse(&LOCK.replace(without, "")), "blueprint.lock"), []);
}

#[test]
fn another_streamlet_reads_on() {
    let found = changes(&[("streamlet = \"sink\"", "streamlet = \"print\"")]);
    assert_eq!(
        found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "instance `sink` runs `print` and ran `sink`: it reads on where that one stopped (compatible)"
        ]
    );
}

#[test]
fn topics() {
    one(
        &[("\"readings\"", "\"raw\"")],
        "topic `readings` is now called `raw`: what is unread in `readings` stays unread, and who reads \
         it elsewhere gets nothing more (breaks) [CF28]\n\
         help: write `source.out { name = \"readings\" }` in `topics`; or remove its entry at \
         `blueprint.lock:36` when nobody needs it",
    );
    let entry = LOCK.get(LOCK.find("[[topic]]\nname = \"test").unwrap()..).unwrap();
    one(
        &[
            ("\"test.convert.out\"", "\"readings\""),
            (&entry.replace("test.convert.out", "readings"), ""),
        ],
        "topic `test.convert.out` is gone: what is unread in it stays unread, and who reads it elsewhere \
         gets nothing more (breaks) [CF28]\n\
         help: bring it back in the blueprint; or remove its entry at `blueprint.lock:43` when nobody \
         needs it",
    );
    one(
        &[("\"Metric\"", "\"Measure\"")],
        "topic `test.convert.out` carries `Measure` and carried `Metric`: what is unread in it is of the \
         old type (needs a migration) [CF28]\n\
         help: wait until its readers have read everything, then deploy; or give the new type a topic of \
         its own",
    );
    let found = changes(&[("FINGERPRINT", "0")]);
    assert_eq!(
        found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "topic `test.convert.out` carries another version of `Metric`, which was compared with those in \
          `schemas.lock` (compatible)"
        ]
    );
}

#[test]
fn partitions() {
    let (readings, others) =
        ("name = \"readings\"\npartitions = ", "name = \"test.convert.out\"\npartitions = ");
    let edit = |name: &str, number: u32| (format!("{name}4"), format!("{name}{number}"));
    let (from, to) = edit(readings, 12);
    one(
        &[(&from, &to)],
        "topic `readings` has 12 partitions and is released with 4: keys move to other partitions, so \
         records of one key are read out of order (breaks) [CF28]\n\
         help: write `source.out { partitions = 4 }` in `topics`; or write `partitions = 12` in the entry \
         at `blueprint.lock:36` if that may happen once",
    );
    let (from, to) = edit(others, 3);
    one(
        &[(&from, &to)],
        "topic `test.convert.out` has 3 partitions and is released with 4: Kafka cannot take partitions \
         away (breaks) [CF28]\n\
         help: write `convert.out { partitions = 4 }` in `topics`; or make a new topic with another name",
    );
    let (from, to) = edit(others, 12);
    let found = changes(&[(&from, &to)]);
    assert_eq!(
        found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "topic `test.convert.out` has 12 partitions and is released with 4: Kafka adds the others, and \
          no record has a key (compatible)"
        ]
    );
    // A topic that others own has as many as they gave it.
    let (from, to) = edit(readings, 12);
    let unmanaged = ("managed = true", "managed = false");
    let (old, new) = (edited(&[unmanaged]), edited(&[unmanaged, (&from, &to)]));
    assert_eq!(parse(&old).changes(&parse(&new), "blueprint.lock"), []);
}
