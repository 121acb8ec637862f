//! `schemas.lock`: read, written, grown and refused.

use super::Schemas;
use crate::Compatibility;

const LOCK: &str = r#"# The released schemas of each topic. Written by the command `release` of the application;
# commit it. rustc checks what outlets write against the last version or, with `_transitive`,
# all of them. `compatibility` is yours to choose: "none", "backward" (the new version reads
# what is written), "forward" (released versions read what the new one writes), "full" (both),
# "backward_transitive", "forward_transitive" or "full_transitive".
format = 1

[[topic]]
name = "metrics"
compatibility = "full_transitive"

[[topic]]
name = "readings"
compatibility = "backward"

[[schema]]
topic = "metrics"
version = 1
schema = '''
{ "type": "record", "name": "Metric", "fields": [] }
'''

[[schema]]
topic = "readings"
version = 3
schema = '''
"string"
'''
"#;

fn parse(text: &str) -> Schemas {
    Schemas::parse("schemas.lock", text).unwrap_or_else(|fault| panic!("{fault}"))
}

#[test]
fn it_is_read_and_written_back() {
    let schemas = parse(LOCK);
    assert_eq!(schemas.topics["metrics"].compatibility, Compatibility::FullTransitive);
    assert_eq!(schemas.topics["readings"].versions[&3].json, "\"string\"\n");
    assert_eq!(schemas.to_text(), LOCK);
}

#[test]
fn a_release_adds_lines_and_changes_none() {
    let mut schemas = parse(LOCK);
    schemas.add("readings", "\"bytes\"".to_owned());
    let added = "\n[[schema]]\ntopic = \"readings\"\nversion = 4\nschema = '''\n\"bytes\"\n'''\n";
    assert_eq!(schemas.to_text(), format!("{LOCK}{added}"));

    schemas.add("new", "\"int\"".to_owned());
    let entry = &parse(&schemas.to_text()).topics["new"];
    assert_eq!(
        (entry.compatibility, entry.versions[&1].json.trim()),
        (Compatibility::Backward, "\"int\"")
    );
}

#[test]
fn no_text_ends_the_schema_early() {
    let mut schemas = Schemas::default();
    schemas.add("t", r#"{ "doc": "it's '''quoted'''" }"#.to_owned());
    let back = parse(&schemas.to_text());
    assert_eq!(
        back.topics["t"].versions[&1].json.trim(),
        r#"{ "doc": "it's '\u0027'quoted'\u0027'" }"#
    );
}

/// Asserts that the lock with one text replaced is refused with these words.
#[track_caller]
fn refuses(from: &str, to: &str, expected: &str) {
    assert!(LOCK.contains(from), "there is no {from:?}");
    let Err(fault) = Schemas::parse("schemas.lock", &LOCK.replacen(from, to, 1)) else {
        panic!("it is read")
    };
    assert_eq!(fault.to_string(), expected);
}

#[test]
fn locks_that_are_refused() {
    refuses(
        "topic = \"readings\"\nversion = 3",
        "topic = \"metrics\"\nversion = 1",
        "schemas.lock:25:11: topic `metrics` has two entries for version 1, here and on line 19\n\
         help: keep the one that is released; `release` adds the other as the next version",
    );
    refuses(
        "[[topic]]\nname = \"readings\"\ncompatibility = \"backward\"\n",
        "",
        "schemas.lock:21:9: there is no `[[topic]]` with the name `readings`\n\
         help: bring it back, with its `compatibility`; or remove this entry",
    );
    refuses(
        "name = \"readings\"",
        "name = \"metrics\"",
        "schemas.lock:12:1: topic `metrics` has two entries, here and on line 8\n\
         help: keep the one that is released",
    );
    refuses(
        "\"backward\"\n",
        "\"backwards\"\n",
        "schemas.lock:14:17: there is no compatibility `backwards`\nhelp: did you mean `backward`?",
    );
    refuses(
        "[[schema]]",
        "=======\n[[schema]]",
        "schemas.lock:16:1: git could not merge this lock: here is a `=======`\n\
         help: keep the entries of both sides, of two for the same thing the one that is released, and \
         remove the lines that git added",
    );
}
