//! What was released before: a build that breaks it ends, and one that needs care warns.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use cloudflow_model::Blueprint;
use cloudflow_model::lock::{Change, Release, Verdict};

use crate::{Error, Problem};

/// What came out of the comparison.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    /// The lock, if there is one: a change of it is a reason to compare again.
    ///
    /// Nobody waits for a lock to appear. Cargo takes a file that is not there for one that changed,
    /// and would run the build script every time; and the version that a new lock describes is the
    /// one that has just been built.
    pub(crate) file: Option<PathBuf>,
    pub(crate) warnings: Vec<String>,
}

/// Compares a blueprint with its lock, if it has one.
pub(crate) fn compare(blueprint: &Blueprint<'_>) -> Result<Compared, Error> {
    if blueprint.locks.folder.is_empty() {
        return Ok(Compared::default());
    }
    let path = Path::new(blueprint.locks.folder).join(Release::FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Compared::default()),
        Err(source) => return Err(Error::File { action: "read", path, source }),
    };
    let name = shown(&path);
    let problem = |text: String| Error::Problems(vec![Problem::Released(text)]);
    let released = Release::parse(&name, &text).map_err(|fault| problem(fault.to_string()))?;
    let changes = released.changes(&Release::of(blueprint), &name);
    let broken: Vec<_> = texts(&changes, Verdict::Breaks).map(Problem::Released).collect();
    if !broken.is_empty() {
        return Err(Error::Problems(broken));
    }
    Ok(Compared { file: Some(path), warnings: texts(&changes, Verdict::Migration).collect() })
}

fn texts(changes: &[Change], verdict: Verdict) -> impl Iterator<Item = String> {
    changes.iter().filter(move |change| change.verdict == verdict).map(ToString::to_string)
}

fn shown(path: &Path) -> String {
    let current = env::current_dir().ok();
    let below = current.as_deref().and_then(|folder| path.strip_prefix(folder).ok());
    below.unwrap_or(path).display().to_string()
}
