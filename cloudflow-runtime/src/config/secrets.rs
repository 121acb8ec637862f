//! Mounted secrets: a directory whose files are named by the keys that they set.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::item::{Assignment, Hidden, Item, Literal, Refusal, refuse_twice};
use super::names::{Key, Meant, Names, Unknown};
use super::{Origin, ProblemKind, dotted, text_file};
use crate::secret::MaybeSecret;

/// Reads every secret of a directory, in the order of their names.
pub(super) fn read(directory: &Path, names: Names<'_>) -> Vec<Item> {
    let files = match list(directory) {
        Ok(files) => files,
        Err(error) => {
            let origin = Origin::Secret { path: directory.to_owned() };
            let title = match error.kind() {
                ErrorKind::NotFound => "there is no such directory of secrets".to_owned(),
                ErrorKind::NotADirectory => "this is a file, not a directory of secrets".to_owned(),
                _ => format!("the directory of secrets cannot be read: {error}"),
            };
            let help =
                "set `CLOUDFLOW_SECRETS` to a directory of files named like `valid_log.prefix`";
            let refusal = Refusal::new(ProblemKind::Unreadable, origin, title, help);
            return vec![Item::Mistake(refusal.hiding(Hidden::Everything))];
        }
    };
    let mut items: Vec<Item> =
        files.iter().map(|(name, path)| read_one(name, path, names)).collect();
    refuse_twice(&mut items, names);
    items
}

/// Lists the files that are secrets.
///
/// Kubernetes swaps all secrets of a volume at once: the files are in a directory `..2026_01_01…`,
/// the link `..data` leads to it, and each key is a link through `..data`. Only those last links are
/// keys, so every hidden name is passed over; no key starts with a dot.
fn list(directory: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            files.push((name, entry.path()));
        }
    }
    files.sort();
    Ok(files)
}

fn read_one(name: &str, path: &Path, names: Names<'_>) -> Item {
    let origin = Origin::Secret { path: path.to_owned() };
    let key = match dotted::key(name, names) {
        Ok(key @ (Key::Parameter { .. } | Key::Kafka(_))) => key,
        Ok(_) => {
            let title = "only configuration keys and Kafka properties can be secrets";
            let help = "set it in a configuration file";
            return Item::Mistake(Refusal::new(ProblemKind::Refused, origin, title, help));
        }
        Err(Unknown { title, help, meant }) => {
            let title = format!("the name of the file is no key: {title}");
            return Item::Mistake(Refusal::unknown(origin, Unknown { title, help, meant }));
        }
    };
    match read_secret(path) {
        Ok(text) => Item::Value(Assignment { key, text, literal: Literal::Text, origin }),
        Err(fault) => {
            let refusal = Refusal::new(ProblemKind::Unreadable, origin, fault.title, fault.help);
            Item::Mistake(refusal.hiding(Hidden::Meant(Meant::Key(key))))
        }
    }
}

fn read_secret(path: &Path) -> Result<MaybeSecret, text_file::Unreadable> {
    let mut text = text_file::read(path)?;
    // Editors and `echo` end a file with a newline, which is never a part of a password.
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    Ok(MaybeSecret::secret(text))
}
