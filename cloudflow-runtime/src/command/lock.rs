//! A lock on disk: where it is, what its text is, how it is replaced.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use cloudflow_model::Blueprint;
use cloudflow_model::lock::{Change, Fault, Release, Verdict};

use super::Failure;

/// A lock that may be there.
pub(super) struct Lock<T> {
    path: PathBuf,
    /// The path as messages call it: short where it is below the working directory.
    pub(super) name: String,
    /// What it says, if it is there.
    pub(super) released: Option<T>,
}

/// Returns the folder of the locks; the default is the one that the blueprint knows.
pub(super) fn folder<'a>(
    blueprint: &'a Blueprint<'_>,
    folder: Option<&'a Path>,
) -> Result<&'a Path, Failure> {
    let folder = folder.unwrap_or(Path::new(blueprint.locks.folder));
    if folder.is_dir() {
        return Ok(folder);
    }
    Err(Failure::problem(format!(
        "cannot find the locks of `{}`: there is no folder `{}`\n\
         help: run this where the application was compiled, or name the folder: `--folder FOLDER`",
        blueprint.name,
        folder.display()
    )))
}

impl<T> Lock<T> {
    /// Reads the lock with the name `file` in a folder.
    pub(super) fn read(
        folder: &Path,
        file: &str,
        parse: fn(&str, &str) -> Result<T, Fault>,
    ) -> Result<Self, Failure> {
        let path = folder.join(file);
        let name = shown(&path);
        let released = match fs::read_to_string(&path) {
            Ok(text) => {
                let read = parse(&name, &text);
                Some(read.map_err(|fault| Failure::problem(fault.to_string()))?)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(Failure::problem(format!(
                    "cannot read `{name}`: {error}\nhelp: make it a text file that this user may read"
                )));
            }
        };
        Ok(Self { path, name, released })
    }

    /// Replaces the file in one step, so that nobody reads half of it.
    pub(super) fn write(&self, text: &str) -> Result<(), Failure> {
        let temporary = self.path.with_extension(format!("lock.{}.new", std::process::id()));
        let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, &self.path));
        written.map_err(|error| {
            // What is left of it helps nobody; that it could not be removed either is no news.
            let _ = fs::remove_file(&temporary);
            Failure::problem(format!(
                "cannot write `{}`: {error}\nhelp: make its folder one that this user may write to",
                self.name
            ))
        })
    }
}

impl Lock<Release> {
    /// Returns what changed since the release, the worst first.
    pub(super) fn changes(&self, next: &Release) -> Vec<Change> {
        self.released.as_ref().map_or(Vec::new(), |released| released.changes(next, &self.name))
    }
}

/// Returns what this version breaks of what is released, or what is wrong with the lock; each with its
/// rule, if it has one. Without a lock, as in a container, there is nothing to break.
pub(super) fn broken_promises(blueprint: &Blueprint<'_>) -> Vec<(Option<&'static str>, String)> {
    let folder = Path::new(blueprint.locks.folder);
    if !folder.is_dir() {
        return Vec::new();
    }
    match Lock::read(folder, Release::FILE, Release::parse) {
        Ok(lock) => {
            let changes = lock.changes(&Release::of(blueprint));
            breaks(&changes).map(|change| (change.rule(), change.to_string())).collect()
        }
        Err(Failure::Problems(problems)) => {
            problems.into_iter().map(|problem| (None, problem)).collect()
        }
        Err(_) => Vec::new(),
    }
}

/// Returns the changes that break what is released.
pub(super) fn breaks(changes: &[Change]) -> impl Iterator<Item = &Change> {
    changes.iter().filter(|change| change.verdict == Verdict::Breaks)
}

fn shown(path: &Path) -> String {
    let current = env::current_dir().ok();
    let below = current.as_deref().and_then(|folder| path.strip_prefix(folder).ok());
    below.unwrap_or(path).display().to_string()
}
