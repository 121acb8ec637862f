//! Folders for volumes that no configuration names.

use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

/// A folder in the temporary directory, made when the first volume needs it.
#[derive(Debug)]
pub(super) struct Folders {
    root: PathBuf,
}

impl Folders {
    pub(super) fn new(blueprint: &str) -> Self {
        Self::within(&env::temp_dir(), blueprint)
    }

    fn within(parent: &Path, blueprint: &str) -> Self {
        Self { root: parent.join(format!("cloudflow-{blueprint}-{}", process::id())) }
    }

    /// Makes the folder of one volume.
    pub(super) fn make(&self, instance: &str, volume: &str) -> io::Result<PathBuf> {
        let path = self.root.join(instance).join(volume);
        fs::create_dir_all(&path)?;
        Ok(path)
    }

    /// Removes the folders into which nothing was written; returns where the others are, since what
    /// a streamlet wrote may be wanted.
    pub(super) fn remove_unused(&self) -> Option<&Path> {
        prune(&self.root);
        self.root.exists().then_some(&self.root)
    }
}

/// Removes empty files, which a streamlet opens before its first record, and folders that have
/// nothing else. What cannot be removed stays, and is reported as what stays.
fn prune(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        // Not through links: what they point to is not ours.
        match entry.metadata() {
            Ok(found) if found.is_dir() => prune(&entry.path()),
            Ok(found) if found.is_file() && found.len() == 0 => {
                drop(fs::remove_file(entry.path()));
            }
            _ => {}
        }
    }
    // Fails when something is left in it.
    drop(fs::remove_dir(folder));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_wrote_into_goes() {
        let parent = tempfile::tempdir().expect("a folder");
        let folders = Folders::within(parent.path(), "test");
        assert_eq!(folders.remove_unused(), None, "no volume needed a folder");
        let opened = folders.make("sink", "data").expect("a folder").join("records.jsonl");
        fs::write(opened, "").expect("an empty file");
        folders.make("source", "data").expect("a folder");
        assert_eq!(folders.remove_unused(), None);
        assert_eq!(fs::read_dir(parent.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn what_was_written_stays() {
        let parent = tempfile::tempdir().expect("a folder");
        let folders = Folders::within(parent.path(), "test");
        let written = folders.make("sink", "data").expect("a folder").join("records.jsonl");
        fs::write(&written, "{}\n").expect("a file");
        let unused = folders.make("source", "data").expect("a folder");
        let kept = folders.remove_unused().expect("a folder").to_owned();
        assert!(written.starts_with(kept) && written.exists());
        assert!(!unused.exists());
    }
}
