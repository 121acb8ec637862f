//! From plan to disk: writes what changed, leaves what did not, removes what is no longer generated.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use crate::Error;
use crate::plan::Plan;

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    files: Vec<PathBuf>,
    written: Vec<PathBuf>,
    removed: Vec<PathBuf>,
    warnings: Vec<String>,
}

impl Report {
    /// Returns every file of the application, in the order of their names.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Returns the files whose content was not there before.
    pub fn written(&self) -> &[PathBuf] {
        &self.written
    }

    /// Returns the files of an earlier build that are gone now.
    pub fn removed(&self) -> &[PathBuf] {
        &self.removed
    }

    /// Returns what a person should know although nothing is wrong.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

/// The files that a package wrote, by application, relative to the target directory.
type Record = BTreeMap<String, Vec<String>>;

/// What this process wrote so far, by the file of the record: a build script may write two
/// applications, and the second must not remove the files of the first.
static RUN: Mutex<BTreeMap<PathBuf, Record>> = Mutex::new(BTreeMap::new());

/// Writes the files of a plan below `root`; `time` is what Cargo shall take for their age.
pub(crate) fn write(
    root: &Path,
    package: &str,
    plan: &Plan,
    time: Option<SystemTime>,
) -> Result<Report, Error> {
    let mut run = RUN.lock().unwrap_or_else(PoisonError::into_inner);
    let record_path = root.join("cloudflow").join(format!("{package}.json"));
    write_in_run(root, &record_path, run.entry(record_path.clone()).or_default(), plan, time)
}

fn write_in_run(
    root: &Path,
    record_path: &Path,
    run: &mut Record,
    plan: &Plan,
    time: Option<SystemTime>,
) -> Result<Report, Error> {
    let mut report = Report { warnings: plan.warnings.clone(), ..Report::default() };
    report.warnings.extend(others(record_path, &plan.application));
    // A record that cannot be read only means that nothing is removed.
    let before = read_record(record_path);
    run.insert(plan.application.clone(), plan.files.keys().cloned().collect());
    // An application that this run did not write was renamed: its files go as well, for applied
    // they would run the application twice.
    let is_current = |file: &String| run.values().flatten().any(|current| current == file);
    for file in before.values().flatten().filter(|file| !is_current(file)) {
        let path = root.join(file);
        if is_ours(file) && remove(&path)? {
            report.removed.push(path);
        }
    }
    let record = serde_json::to_string_pretty(run).map_err(|error| Error::Text {
        name: record_path.display().to_string(),
        reason: error.to_string(),
    })?;
    let record = format!("{record}\n");
    let planned = plan.files.iter().map(|(name, text)| (root.join(name), text.as_str()));
    for (path, text) in planned.chain([(record_path.to_path_buf(), record.as_str())]) {
        if replace(&path, text, time)? {
            report.written.push(path.clone());
        }
        report.files.push(path);
    }
    Ok(report)
}

fn read_record(path: &Path) -> Record {
    let text = fs::read_to_string(path).ok();
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Returns a warning for each other package that wrote the same application. Both would replace each
/// other's files with every build; but the other one may also be gone, so this is no error.
fn others(record_path: &Path, application: &str) -> Vec<String> {
    let records = record_path.parent().and_then(|folder| fs::read_dir(folder).ok());
    let mut paths: Vec<_> =
        records.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let is_same = |path: &&PathBuf| {
        path.extension() == Some(OsStr::new("json"))
            && *path != record_path
            && read_record(path).contains_key(application)
    };
    let warning = |path: &PathBuf| {
        let package = path.file_stem().unwrap_or_default().display();
        format!(
            "package `{package}` writes the manifests of `{application}` as well, and the last build \
             wins\nhelp: give one of the blueprints another name, or remove `{}` if the package is \
             gone",
            path.display()
        )
    };
    paths.iter().filter(is_same).map(warning).collect()
}

/// Returns whether a recorded path leads to a place where this crate writes. A record is a file
/// that anyone can edit, and what it names is deleted.
fn is_ours(file: &str) -> bool {
    let parts: Vec<_> = Path::new(file).components().collect();
    match parts.as_slice() {
        [Component::Normal(folder), Component::Normal(_)] => *folder == "k8s",
        [Component::Normal(name)] => name.to_string_lossy().starts_with("topics."),
        _ => false,
    }
}

fn remove(path: &Path) -> Result<bool, Error> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(Error::File { action: "remove", path: path.into(), source }),
    }
}

/// Gives a file this content and returns whether it had another.
fn replace(path: &Path, text: &str, time: Option<SystemTime>) -> Result<bool, Error> {
    if fs::read(path).is_ok_and(|present| present == text.as_bytes()) {
        return Ok(false);
    }
    write_atomically(path, text, time).map(|()| true).map_err(|source| Error::File {
        action: "write",
        path: path.into(),
        source,
    })
}

/// Writes beside the file and renames: builds of two profiles may run at once, and whoever applies
/// the folder meanwhile must not read half a file.
fn write_atomically(path: &Path, text: &str, time: Option<SystemTime>) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // No name that kubectl would take for a manifest.
    let temporary = folder.join(format!(".{name}.{}.new", std::process::id()));
    fs::write(&temporary, text)?;
    if let Some(time) = time {
        File::options().append(true).open(&temporary)?.set_modified(time)?;
    }
    fs::rename(&temporary, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(files: &[(&str, &str)]) -> Plan {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        Plan { application: "app".into(), files: files.collect(), warnings: vec![] }
    }

    fn names(root: &Path, paths: &[PathBuf]) -> Vec<String> {
        let relative = paths.iter().filter_map(|path| path.strip_prefix(root).ok());
        relative.map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn only_changes_are_written_and_only_own_files_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let first =
            plan(&[("k8s/app-a.yaml", "1"), ("k8s/app-b.yaml", "2"), ("topics.app.json", "3")]);
        let report = write(root, "app", &first, None).expect("written");
        assert_eq!(report.written(), report.files());
        fs::write(root.join("k8s/mine.yaml"), "mine").expect("written");

        let report = write(root, "app", &first, None).expect("written");
        assert_eq!((report.written().len(), report.removed().len()), (0, 0));

        let second = plan(&[("k8s/app-b.yaml", "changed"), ("topics.app.json", "3")]);
        let report = write(root, "app", &second, None).expect("written");
        assert_eq!(names(root, report.written()), ["k8s/app-b.yaml", "cloudflow/app.json"]);
        assert_eq!(names(root, report.removed()), ["k8s/app-a.yaml"]);
        assert_eq!(fs::read_to_string(root.join("k8s/mine.yaml")).ok().as_deref(), Some("mine"));
    }

    #[test]
    fn a_renamed_application_goes_and_a_second_one_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let (root, record) = (folder.path(), folder.path().join("cloudflow/app.json"));
        let named = |name: &str| Plan {
            application: name.into(),
            ..plan(&[(format!("k8s/{name}.yaml").as_str(), name)])
        };
        let mut run = Record::new();
        for name in ["one", "two"] {
            write_in_run(root, &record, &mut run, &named(name), None).expect("written");
        }
        assert!(root.join("k8s/one.yaml").exists() && root.join("k8s/two.yaml").exists());
        let mut next_run = Record::new();
        let report = write_in_run(root, &record, &mut next_run, &named("new"), None);
        let report = report.expect("written");
        assert_eq!(names(root, report.removed()), ["k8s/one.yaml", "k8s/two.yaml"]);
    }

    #[test]
    fn another_package_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "one", &plan(&[("k8s/one.yaml", "1")]), None).expect("written");
        write(folder.path(), "two", &plan(&[("k8s/two.yaml", "2")]), None).expect("written");
        assert!(folder.path().join("k8s/one.yaml").exists());
    }

    #[test]
    fn two_packages_with_one_application_are_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let plan = plan(&[("k8s/app.yaml", "1")]);
        let report = write(folder.path(), "one", &plan, None).expect("written");
        assert_eq!(report.warnings(), [""; 0]);
        let report = write(folder.path(), "two", &plan, None).expect("written");
        let [warning] = report.warnings() else { panic!("{report:?}") };
        assert!(warning.starts_with("package `one` writes the manifests of `app` as well"));
    }

    #[test]
    fn a_record_cannot_name_files_elsewhere() {
        for elsewhere in ["../x", "/etc/passwd", "k8s/../../x", "debug/app", "k8s", "k8s/a/b"] {
            assert!(!is_ours(elsewhere), "{elsewhere}");
        }
        assert!(is_ours("k8s/app-10-application.yaml") && is_ours("topics.app.json"));
    }

    #[test]
    fn files_have_the_time_that_cargo_expects() {
        let folder = tempfile::tempdir().expect("a folder");
        let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
        let report = write(folder.path(), "app", &plan(&[("k8s/a.yaml", "1")]), Some(time));
        for file in report.expect("written").files() {
            assert_eq!(fs::metadata(file).and_then(|data| data.modified()).ok(), Some(time));
        }
    }
}
