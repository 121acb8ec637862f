//! No kind of mistake hides another, and none adds an error to another's.
//!
//! The case `every_kind` makes the mistakes of [`KINDS`] in one application. Where a mistake hid another, the other's
//! error would be missing there. Each pair alone is checked when it is asked for:
//! `cargo test -p cloudflow-ui-tests --features pairs --test together`.
//!
//! `UPDATE_GOLDEN=1` writes the case, then `TRYBUILD=overwrite` what the compiler says.

#![expect(clippy::unwrap_used, reason = "a file that cannot be read fails the test")]

mod kinds;
#[cfg(feature = "pairs")]
mod pairs;

use std::fs;
use std::path::{Path, PathBuf};

use kinds::{KINDS, Kind};

fn case(extension: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("ui/together/fail/every_kind")
        .with_extension(extension)
}

/// Returns a program that makes the mistakes of these kinds, and no other.
fn program<'a>(kinds: impl Iterator<Item = &'a Kind>) -> String {
    let kinds: Vec<&Kind> = kinds.collect();
    let join = |part: fn(&'a Kind) -> &'a str, before: &str, after: &str| -> String {
        let parts = kinds.iter().map(|kind| part(kind)).filter(|part| !part.is_empty());
        parts.flat_map(|part| [before, part, after]).collect()
    };
    let items = join(|kind| kind.items, "\n", "\n");
    let attributes = join(|kind| kind.attribute, "    ", "\n");
    let streamlets = join(|kind| kind.streamlets, "            ", "\n");
    let connections = join(|kind| kind.connections, "            ", "\n");
    let topics = join(|kind| kind.topics, "            ", "\n");
    format!(
        "use cloudflow_ui_tests::*;\n{items}\nblueprint! {{\n{attributes}    app {{\n        streamlets {{\n            \
         a = source; b = convert; log = sink;\n{streamlets}        }}\n        connections {{\n            \
         a.out => b.data; b.out => log.in;\n{connections}        }}\n        topics {{\n{topics}        }}\n    }}\n}}\n\nfn main() {{}}\n"
    )
}

fn shown_together() -> impl Iterator<Item = &'static Kind> + Clone {
    KINDS.iter().filter(|kind| !kind.may_be_withheld())
}

#[test]
fn the_case_makes_every_mistake() {
    let text = program(shown_together());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(case("rs"), &text).unwrap();
    }
    assert_eq!(fs::read_to_string(case("rs")).unwrap(), text, "help: UPDATE_GOLDEN=1 cargo test");
}

#[test]
fn every_mistake_is_one_error() {
    let text = fs::read_to_string(case("stderr")).unwrap();
    let mut errors: Vec<_> = text.lines().filter(|line| line.starts_with("error")).collect();
    let mut expected: Vec<_> = shown_together().map(|kind| kind.error).collect();
    errors.sort_unstable();
    expected.sort_unstable();
    assert_eq!(errors, expected);
}
