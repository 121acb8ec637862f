//! What is said about inlets, outlets with their keys, and volumes.

use super::tests::{LOCK, changes, edited, one, parse};
use super::{Release, Verdict};

#[test]
fn inlets() {
    one(
        &[("\"test.sink\"", "\"other\"")],
        "instance `sink` has consumer group `other` and had `test.sink`: what that one has read counts no \
         more, and all that Kafka still has is processed again (breaks) [CF28]\n\
         help: write `group = \"other\"` in its entry at `blueprint.lock:18` if it may start over",
    );
    one(
        &[("\"in\", topic = \"test.convert.out\"", "\"in\", topic = \"readings\"")],
        "inlet `sink.in` reads topic `readings` and read `test.convert.out`: what it has not read there \
         stays unread (needs a migration) [CF28]\n\
         help: wait until `test.sink` has read everything, then deploy; or connect it as before, see \
         `blueprint.lock:23`",
    );
    one(
        &[("    { name = \"in\", topic = \"test.convert.out\" },\n", "")],
        "inlet `sink.in` is gone: what `test.sink` has not read of `test.convert.out` stays unread (needs a \
         migration) [CF28]\n\
         help: wait until `test.sink` has read everything, then deploy; or bring it back, see \
         `blueprint.lock:23`",
    );
}

/// A consumer group knows topics and no inlets.
#[test]
fn an_instance_reads_a_topic_on_through_another_inlet() {
    let found = changes(&[("name = \"in\"", "name = \"lines\"")]);
    assert_eq!(
        found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "inlet `sink.lines` reads topic `test.convert.out` on where `sink.in` stopped (compatible)"
        ]
    );
}

#[test]
fn outlets() {
    one(
        &[(", key = \"&record.site\"", "")],
        "outlet `source.out` has no key and had one: records that shared a partition are spread over all \
         of them, and their order is lost (breaks) [CF28]\n\
         help: give the outlet its `key` back; or remove the key at `blueprint.lock:33` if no reader \
         needs the order",
    );
    one(
        &[("\"&record.site\"", "\"&record.name\"")],
        "outlet `source.out` makes its keys with `&record.name` and made them with `&record.site`: records \
         that shared a partition are in others now, so their order is lost (breaks) [CF28]\n\
         help: write `#[outlet(key = |record| &record.site)]` again; or write `key = \"&record.name\"` at \
         `blueprint.lock:33` if it makes the same keys, or if no reader needs the order",
    );
    one(
        &[(
            "\"out\", topic = \"test.convert.out\" }",
            "\"out\", topic = \"test.convert.out\", key = \"&record.site\" }",
        )],
        "outlet `convert.out` has a key and had none: records of one key share a partition from now on, \
         and those written before do not (needs a migration) [CF28]\n\
         help: wait until every reader of `test.convert.out` has read everything, then deploy; or remove \
         its `key`",
    );
    one(
        &[("\"out\", topic = \"test.convert.out\"", "\"out\", topic = \"readings\"")],
        "outlet `convert.out` writes topic `readings` and wrote `test.convert.out`: who reads that one \
         gets nothing more from it (needs a migration) [CF28]\n\
         help: move its readers first; or connect it as before, see `blueprint.lock:15`",
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
        "blueprint.lock:33:71: an outlet has either `key` or `keyed`\n\
         help: remove `keyed`, the older of the two"
    );
}

#[test]
fn volumes() {
    one(
        &[("name = \"archive\"", "name = \"store\"")],
        "volume `archive` of `sink` is now called `store`: it starts empty, and what is in `archive` \
         stays there (needs a migration) [CF28]\n\
         help: call it `archive` again; or copy what is in it, then remove `blueprint.lock:26`",
    );
    one(
        &[("    { name = \"archive\", path = \"/data\" },\n", "")],
        "volume `archive` of `sink` is gone: what is in it stays there, and nothing reads it (needs a migration) [CF28]\n\
         help: save what is in it and delete its claim; or bring it back, see `blueprint.lock:26`",
    );
}

#[test]
fn partitions_that_are_read_together() {
    let lock = edited(&[(
        "    { name = \"data\", topic = \"readings\" },\n",
        "    { name = \"data\", topic = \"readings\" },\n    { name = \"more\", topic = \"more\" },\n",
    )]);
    let with = |names: &str| {
        let line = format!("group = \"test.convert\"\nco_partitioned = {names}\n");
        lock.replace("group = \"test.convert\"\n", &line)
    };
    let together = with("[\"data\", \"more\"]");
    assert_eq!(parse(&together).to_text(), together);
    let changes = |old: &str, new: &str| {
        let changes = parse(old).changes(&parse(new), "blueprint.lock");
        changes.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(changes(&together, &with("[\"more\", \"data\"]")), Vec::<String>::new());
    assert_eq!(
        changes(&lock, &together),
        [
            "instance `convert` reads the partitions of `data` and `more` together and read each partition \
          by itself: Kafka lets no pod that does the one into group `test.convert` while a pod does the \
          other (needs a migration) [CF28]\n\
          help: stop all pods of `convert`, then deploy; or say what the streamlet said before, see \
          `blueprint.lock:7`"
        ]
    );
    assert_eq!(
        changes(&together, &lock)
            .iter()
            .filter(|text| text
                .starts_with("instance `convert` reads each partition by itself and read"))
            .count(),
        1
    );
    assert_eq!(
        changes(&with("[\"data\"]"), &together),
        ["instance `convert` reads the partitions of `data` and `more` together and read the \
          partitions of `data` together (compatible)"]
    );
    let fault = Release::parse("blueprint.lock", &with("[7]")).expect_err("a number");
    assert_eq!(
        fault.to_string(),
        "blueprint.lock:11:18: `co_partitioned` must be a list of texts in quotes\n\
         help: bring the lock of the last release back: `git restore` the file"
    );
}
