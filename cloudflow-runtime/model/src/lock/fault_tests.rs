//! Locks that cannot be read.

use super::Release;
use super::tests::edited;

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
        "flow/blueprint.lock:45:1: git could not merge this lock: here is a `<<<<<<<`\n\
         help: keep the entries of both sides, of two for the same thing the one that is released, and \
         remove the lines that git added",
    );
    refuses(
        &[("name = \"test.convert.out\"\n", "name = \"readings\"\n")],
        "flow/blueprint.lock:43:1: topic `readings` has two entries, here and on line 36\n\
         help: keep the one that is released",
    );
}

#[test]
fn a_lock_that_is_corrupt() {
    refuses(
        &[("managed = true", "manged = true")],
        "flow/blueprint.lock:39:1: topic has no `manged`\nhelp: did you mean `managed`?",
    );
    refuses(
        &[("partitions = 4", "partitions = \"four\"")],
        "flow/blueprint.lock:38:14: `partitions` must be a number from 1 to 4294967295\n\
         help: bring the lock of the last release back: `git restore` the file",
    );
    refuses(
        &[("streamlet = \"sink\"\n", "")],
        "flow/blueprint.lock:18:1: instance must have a `streamlet`\n\
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
