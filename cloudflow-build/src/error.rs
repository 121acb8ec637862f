//! What can go wrong: problems of the application, and failures of the machine.

use std::io;
use std::path::PathBuf;

/// Why nothing, or not everything, was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The application cannot be deployed as it is; fix each of the problems.
    #[error("{}", list(.0))]
    Problems(Vec<Problem>),
    /// This is no build script of Cargo; call from `build.rs`, or say where to write.
    #[error(
        "`{0}` is not set, so this is no build script\n\
         help: call from build.rs, or say where to write with `Config::target_dir`"
    )]
    NoBuildScript(&'static str),
    /// Cargo has a new layout of its folders; say where to write.
    #[error(
        "cannot tell the target directory from `OUT_DIR`, which is `{}`\n\
         help: say where to write with `Config::target_dir`", .0.display()
    )]
    Layout(PathBuf),
    /// A file or folder could not be read or written.
    #[error("cannot {action} `{}`: {source}", path.display())]
    File {
        /// What was tried: `read`, `write`, `remove`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// A value could not be written as YAML or JSON; a defect of this crate.
    #[error("cannot write `{name}` as text: {reason}")]
    Text {
        /// The file.
        name: String,
        /// What the library says.
        reason: String,
    },
}

impl Error {
    /// Returns the text of each problem, or of the failure.
    pub(crate) fn lines(&self) -> Vec<String> {
        match self {
            Self::Problems(problems) => problems.iter().map(ToString::to_string).collect(),
            other => vec![other.to_string()],
        }
    }
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Something about the application that keeps it from being deployed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// A rule of the model, which the compiler checks as well.
    #[error("{0}")]
    Rule(Box<cloudflow_model::Problem>),
    /// The blueprint breaks what is released, or the lock that says so cannot be read.
    #[error("{0}")]
    Released(String),
    /// A setting of the build script or of the environment cannot be right; correct it.
    #[error("{setting} is `{value}`, which {fault}\nhelp: {help}")]
    Setting {
        /// What was set, such as `the image`.
        setting: &'static str,
        /// The value.
        value: String,
        /// What is wrong with it.
        fault: &'static str,
        /// What to write instead.
        help: &'static str,
    },
}
