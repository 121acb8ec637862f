//! The lock of a small application, read, written and compared with what it becomes.

use super::{Change, Release, Verdict};
use crate::rules::fixture::{Fixture, port, topic};
use crate::{Access, Descriptor, VolumeMount};

/// The lock of [`Fixture`], with a volume and a topic that has a name.
const LOCK: &str = r#"# What is released of `test`: names that outlive a deployment. Written by the command
# `release` of the application; commit it. A later build is compared with it. To give up on
# something that is written here, change or remove its line.
format = 1
application = "test"

[[instance]]
name = "convert"
streamlet = "convert"
inlets = [
    { name = "data", topic = "readings", group = "test.convert.data" },
]
outlets = [
    { name = "out", topic = "test.convert.out" },
]

[[instance]]
name = "sink"
streamlet = "sink"
inlets = [
    { name = "in", topic = "test.convert.out", group = "test.sink.in" },
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

fn parse(text: &str) -> Release {
    Release::parse("blueprint.lock", text).unwrap_or_else(|fault| panic!("{fault}"))
}

/// Returns the lock with each of the texts replaced, which must be there.
#[track_caller]
fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(LOCK.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "there is no {from:?}");
        text.replace(from, to)
    })
}

#[track_caller]
fn changes(edits: &[(&str, &str)]) -> Vec<Change> {
    parse(LOCK).changes(&parse(&edited(edits)), "blueprint.lock")
}

/// Asserts that the edits are one change that matters, which says this.
#[track_caller]
fn one(edits: &[(&str, &str)], expected: &str) {
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
    let added = "[[instance]]\nname = \"audit\"\nstreamlet = \"sink\"\ninlets = [\n    { name = \"in\", \
                 topic = \"test.convert.out\", group = \"test.audit.in\" },\n]\n\n[[topic]]\nname = \"t\"\n\
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
        &[("name = \"sink\"", "name = \"log\""), ("test.sink.in", "test.log.in")],
        "instance `sink` is now called `log`, and so is its consumer group: what `test.sink.in` has read \
         counts no more, and all that Kafka still has is processed again (breaks) [CF28]\n\
         help: call it `sink` again; or remove its entry at `blueprint.lock:17` if it may start over",
    );
    // Its topic has its name, unless the blueprint gives it one: two changes, each with its help.
    let texts =
        changes(&[("name = \"convert\"", "name = \"turn\""), ("test.convert.", "test.turn.")]);
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
        "instance `sink` (`sink`) is gone: what `test.sink.in` has not read stays unread, and its pods \
         run on until they are deleted (needs a migration) [CF28]\n\
         help: wait until `test.sink.in` has read everything, then deploy and delete its Deployment; or \
         bring it back, see `blueprint.lock:17`",
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
fn inlets() {
    one(
        &[("name = \"in\"", "name = \"lines\""), ("test.sink.in", "test.sink.lines")],
        "inlet `sink.in` is now called `sink.lines`, and so is its consumer group: what `test.sink.in` \
         has read counts no more, and all that Kafka still has is processed again (breaks) [CF28]\n\
         help: call it `in` again; or remove `blueprint.lock:21` if it may start over",
    );
    one(
        &[("test.sink.in", "other")],
        "inlet `sink.in` has consumer group `other` and had `test.sink.in`: what that one has read counts \
         no more, and all that Kafka still has is processed again (breaks) [CF28]\n\
         help: write the new name at `blueprint.lock:21` if it may start over",
    );
    one(
        &[("topic = \"test.convert.out\", group", "topic = \"readings\", group")],
        "inlet `sink.in` reads topic `readings` and read `test.convert.out`: what it has not read there \
         stays unread (needs a migration) [CF28]\n\
         help: wait until `test.sink.in` has read everything, then deploy; or connect it as before, see \
         `blueprint.lock:21`",
    );
    one(
        &[("    { name = \"in\", topic = \"test.convert.out\", group = \"test.sink.in\" },\n", "")],
        "inlet `sink.in` is gone: what `test.sink.in` has not read of `test.convert.out` stays unread \
         (needs a migration) [CF28]\n\
         help: wait until `test.sink.in` has read everything, then deploy; or bring it back, see \
         `blueprint.lock:21`",
    );
}

#[test]
fn outlets() {
    one(
        &[(", key = \"&record.site\"", "")],
        "outlet `source.out` has no key and had one: records that shared a partition are spread over all \
         of them, and their order is lost (breaks) [CF28]\n\
         help: give the outlet its `key` back; or remove the key at `blueprint.lock:31` if no reader \
         needs the order",
    );
    one(
        &[("\"&record.site\"", "\"&record.name\"")],
        "outlet `source.out` makes its keys with `&record.name` and made them with `&record.site`: records \
         that shared a partition are in others now, so their order is lost (breaks) [CF28]\n\
         help: write `#[outlet(key = |record| &record.site)]` again; or write `key = \"&record.name\"` at \
         `blueprint.lock:31` if it makes the same keys, or if no reader needs the order",
    );
    one(
        &[(
            "topic = \"test.convert.out\" }",
            "topic = \"test.convert.out\", key = \"&record.site\" }",
        )],
        "outlet `convert.out` has a key and had none: records of one key share a partition from now on, \
         and those written before do not (needs a migration) [CF28]\n\
         help: wait until every reader of `test.convert.out` has read everything, then deploy; or remove \
         its `key`",
    );
    one(
        &[("topic = \"test.convert.out\" }", "topic = \"readings\" }")],
        "outlet `convert.out` writes topic `readings` and wrote `test.convert.out`: who reads that one \
         gets nothing more from it (needs a migration) [CF28]\n\
         help: move its readers first; or connect it as before, see `blueprint.lock:14`",
    );
}

#[test]
fn a_lock_that_does_not_say_which_key() {
    let older = edited(&[("key = \"&record.site\"", "keyed = true")]);
    assert_eq!(parse(&older).changes(&parse(LOCK), "blueprint.lock"), []);
    assert_eq!(parse(&older).to_text(), older);
    let keyless = edited(&[(", key = \"&record.site\"", "")]);
    let changes = parse(&older).changes(&parse(&keyless), "blueprint.lock");
    assert_eq!(changes.iter().map(|change| change.verdict).collect::<Vec<_>>(), [Verdict::Breaks]);
    let older = edited(&[(", key = \"&record.site\"", ", keyed = false")]);
    assert_eq!(parse(&older).to_text(), keyless);

    let both = edited(&[("key = \"&record.site\"", "key = \"&record.site\", keyed = true")]);
    let fault = Release::parse("blueprint.lock", &both).expect_err("two keys");
    assert_eq!(
        fault.to_string(),
        "blueprint.lock:31:71: an outlet has either `key` or `keyed`\n\
         help: remove `keyed`, the older of the two"
    );
}

#[test]
fn volumes() {
    one(
        &[("name = \"archive\"", "name = \"store\"")],
        "volume `archive` of `sink` is now called `store`: it starts empty, and what is in `archive` \
         stays there (needs a migration) [CF28]\n\
         help: call it `archive` again; or copy what is in it, then remove `blueprint.lock:24`",
    );
    one(
        &[("    { name = \"archive\", path = \"/data\" },\n", "")],
        "volume `archive` of `sink` is gone: what is in it stays there, and nothing reads it (needs a migration) [CF28]\n\
         help: save what is in it and delete its claim; or bring it back, see `blueprint.lock:24`",
    );
}

#[test]
fn topics() {
    one(
        &[("\"readings\"", "\"raw\"")],
        "topic `readings` is now called `raw`: what is unread in `readings` stays unread, and who reads \
         it elsewhere gets nothing more (breaks) [CF28]\n\
         help: write `source.out { name = \"readings\" }` in `topics`; or remove its entry at \
         `blueprint.lock:34` when nobody needs it",
    );
    let entry = LOCK.get(LOCK.find("[[topic]]\nname = \"test").unwrap()..).unwrap();
    one(
        &[
            ("\"test.convert.out\"", "\"readings\""),
            (&entry.replace("test.convert.out", "readings"), ""),
        ],
        "topic `test.convert.out` is gone: what is unread in it stays unread, and who reads it elsewhere \
         gets nothing more (breaks) [CF28]\n\
         help: bring it back in the blueprint; or remove its entry at `blueprint.lock:41` when nobody \
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
         at `blueprint.lock:34` if that may happen once",
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

/// Asserts that the edits make a lock that is refused with these words.
#[track_caller]
fn refuses(edits: &[(&str, &str)], expected: &str) {
    let Err(fault) = Release::parse("flow/blueprint.lock", &edited(edits)) else {
        panic!("it is read")
    };
    assert_eq!(fault.to_string(), expected);
}

#[test]
fn a_lock_that_was_merged_badly() {
    refuses(
        &[(
            "partitions = 4\nmanaged = true\nschema = \"Metric\"",
            "<<<<<<< HEAD\npartitions = 4\n=======\npartitions = 8\n>>>>>>> other\nmanaged = true\nschema = \"Metric\"",
        )],
        "flow/blueprint.lock:43:1: git could not merge this lock: here is a `<<<<<<<`\n\
         help: keep the entries of both sides, of two for the same thing the one that is released, and \
         remove the lines that git added",
    );
    refuses(
        &[("name = \"test.convert.out\"\n", "name = \"readings\"\n")],
        "flow/blueprint.lock:41:1: topic `readings` has two entries, here and on line 34\n\
         help: keep the one that is released",
    );
}

#[test]
fn a_lock_that_is_corrupt() {
    refuses(
        &[("managed = true", "manged = true")],
        "flow/blueprint.lock:37:1: topic has no `manged`\nhelp: did you mean `managed`?",
    );
    refuses(
        &[("partitions = 4", "partitions = \"four\"")],
        "flow/blueprint.lock:36:14: `partitions` must be a number from 1 to 4294967295\n\
         help: bring the lock of the last release back: `git restore` the file",
    );
    refuses(
        &[("streamlet = \"sink\"\n", "")],
        "flow/blueprint.lock:17:1: instance must have a `streamlet`\n\
         help: bring the lock of the last release back: `git restore` the file",
    );
    refuses(
        &[("format = 1", "format = 2")],
        "flow/blueprint.lock:4:10: this lock has another format than 1\n\
         help: use the version of cloudflow-runtime that wrote it, or a later one",
    );
    let Err(fault) = Release::parse("blueprint.lock", "format = 1\napplication = \"te") else {
        panic!("it is read")
    };
    assert!(fault.to_string().starts_with("blueprint.lock:2:18: this is not TOML: "), "{fault}");
    let Err(fault) = Release::parse("blueprint.lock", "") else { panic!("it is read") };
    assert!(fault.to_string().starts_with("blueprint.lock:1:1: the lock must have a `format`"));
}
