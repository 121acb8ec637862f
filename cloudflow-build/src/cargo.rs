//! What a build script says to Cargo, and what it can learn from it: above all the target directory.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use crate::{Error, Report};

/// What is known about the build that runs.
#[derive(Debug)]
pub(crate) struct Build {
    /// The directory of the final artifacts: `target`, unless the user chose another.
    pub(crate) target_dir: PathBuf,
    /// When Cargo started this script, by the clock that it compares files with.
    pub(crate) started: Option<SystemTime>,
}

impl Build {
    /// Reads what Cargo tells a build script.
    pub(crate) fn from_environment(
        variable: &impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let out = PathBuf::from(variable("OUT_DIR").ok_or(Error::NoBuildScript("OUT_DIR"))?);
        let triple = variable("TARGET").ok_or(Error::NoBuildScript("TARGET"))?;
        let root = root(&out, &triple).ok_or_else(|| Error::Layout(out.clone()))?;
        let target_dir = separate_target_dir(&root, variable).unwrap_or(root);
        Ok(Self { target_dir, started: started(&out) })
    }
}

/// Returns the folder under which Cargo builds, from `<root>/[<triple>/]<profile>/build/<…>/out`.
///
/// Between `build` and `out` are one folder (`<package>-<hash>`) or two (`<package>/<hash>`, the
/// coming layout).
fn root(out: &Path, triple: &str) -> Option<PathBuf> {
    let is_build = |folder: &&Path| folder.file_name() == Some(OsStr::new("build"));
    let ancestor = |level| out.ancestors().nth(level);
    let build = ancestor(3).filter(is_build).or_else(|| ancestor(2).filter(is_build))?;
    let parent = build.parent()?.parent()?;
    // A custom target is a file `<name>.json`; its folder has the name alone.
    let specification = Path::new(triple);
    let is_custom = specification.extension() == Some(OsStr::new("json"));
    let name = if is_custom { specification.file_stem() } else { Some(OsStr::new(triple)) };
    let is_triple = parent.file_name() == name;
    // Only the root has this file. Without it, a target directory that is itself called like the
    // triple would be taken for a folder in it.
    let is_root = parent.join(".rustc_info.json").exists();
    if is_triple && !is_root { parent.parent().map(Path::to_path_buf) } else { Some(parent.into()) }
}

/// Returns the target directory when it is not where Cargo builds (`build.build-dir`, Cargo 1.91).
///
/// `OUT_DIR` then says nothing about it, so Cargo is asked. Without dependencies to resolve it
/// answers within milliseconds, needs no network and takes no lock.
fn separate_target_dir(root: &Path, variable: &impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    #[derive(serde::Deserialize)]
    struct Metadata {
        target_directory: PathBuf,
        build_directory: PathBuf,
    }
    let output = Command::new(variable("CARGO")?)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(variable("CARGO_MANIFEST_DIR")?)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let metadata: Metadata = serde_json::from_slice(&output.stdout).ok()?;
    // `--target-dir` is not known to this second Cargo, so its answer counts only when it speaks of
    // the folder in which this build runs.
    (metadata.build_directory == root).then_some(metadata.target_directory)
}

/// Returns when Cargo started the script whose output goes to `out`.
///
/// Cargo runs the script again when a file named by `rerun-if-changed` is newer than this, and a
/// file that the script itself wrote always is. So files get this time, or the next build would run
/// the script, and all that depends on it, a second time for nothing.
fn started(out: &Path) -> Option<SystemTime> {
    fs::metadata(out.parent()?.join("invoked.timestamp")).ok()?.modified().ok()
}

/// The variables that choose the target directory. With a build directory of its own, another target
/// directory is otherwise no reason to run the script again.
const TARGET_DIR: [&str; 2] = ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR"];

/// Tells Cargo when to run the script again, apart from a change of the blueprint, which is part of
/// the script: when a variable changes, and when a file was deleted or edited.
pub(crate) fn directives(
    output: &mut impl Write,
    report: &Report,
    variables: &[&str],
    lock: Option<&Path>,
) -> io::Result<()> {
    for variable in variables.iter().chain(&TARGET_DIR) {
        writeln!(output, "cargo::rerun-if-env-changed={variable}")?;
    }
    for file in report.files().iter().map(PathBuf::as_path).chain(lock) {
        writeln!(output, "cargo::rerun-if-changed={}", file.display())?;
    }
    for warning in report.warnings() {
        writeln!(output, "cargo::warning={}", one_line(warning))?;
    }
    output.flush()
}

/// Tells Cargo what is wrong: one error for each text.
pub(crate) fn errors(output: &mut impl Write, texts: &[String]) -> io::Result<()> {
    for text in texts {
        writeln!(output, "cargo::error={}", one_line(text))?;
    }
    output.flush()
}

/// A directive ends with its line, so the help goes into the same line.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(out: &str, triple: &str, expected: Option<&str>) {
        assert_eq!(root(Path::new(out), triple), expected.map(PathBuf::from), "{out}");
    }

    #[test]
    fn the_target_directory_of_every_layout() {
        let linux = "x86_64-unknown-linux-gnu";
        check("/w/target/debug/build/app-0123/out", linux, Some("/w/target"));
        check("/w/target/release/build/app-0123/out", linux, Some("/w/target"));
        check("/tmp/elsewhere/fast/build/app-0123/out", linux, Some("/tmp/elsewhere"));
        check("/w/target/x86_64-unknown-linux-gnu/debug/build/a-0/out", linux, Some("/w/target"));
        check("/w/target/board/debug/build/app-0123/out", "specs/board.json", Some("/w/target"));
        check("/w/target/debug/build/build-0123/out", linux, Some("/w/target"));
        check("/w/target/debug/build/app/0123/out", linux, Some("/w/target"));
        check("/w/target/debug/build/build/0123/out", linux, Some("/w/target"));
        check("/w/somewhere/out", linux, None);
    }

    #[test]
    fn a_target_directory_with_the_name_of_a_triple() {
        let folder = tempfile::tempdir().expect("a folder");
        let root_folder = folder.path().join("wasm32-wasip1");
        fs::create_dir(&root_folder).expect("a folder");
        fs::write(root_folder.join(".rustc_info.json"), "{}").expect("a file");
        let out = root_folder.join("debug/build/app-0123/out");
        assert_eq!(root(&out, "wasm32-wasip1"), Some(root_folder));
    }

    #[test]
    fn an_error_is_one_line() {
        let mut output = Vec::new();
        errors(&mut output, &["no `a`\nhelp: write `b`".to_owned()]).expect("memory");
        assert_eq!(String::from_utf8_lossy(&output), "cargo::error=no `a`; help: write `b`\n");
    }
}
