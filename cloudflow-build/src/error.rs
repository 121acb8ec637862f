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
    /// A name made of several is longer than Kubernetes allows; shorten one of them.
    #[error(
        "{what} of {owner} would be called `{name}`, which has {length} characters; \
         Kubernetes allows {LONGEST_NAME}\n\
         help: shorten the name of {owner} or of the application by {}", length - LONGEST_NAME
    )]
    NameTooLong {
        /// What would have the name, such as `the Service`.
        what: &'static str,
        /// Who it belongs to, such as ``instance `valid_log` ``.
        owner: String,
        /// The name.
        name: String,
        /// How many characters it has.
        length: usize,
    },
    /// Two things would have the same name in Kubernetes; rename one of them.
    #[error(
        "{what} of {owner} would be called `{name}`, and so would that of {other}\n\
         help: give one of them another name"
    )]
    NameTaken {
        /// What would have the name, such as `the ConfigMap`.
        what: &'static str,
        /// Who it belongs to.
        owner: String,
        /// Who has the name already.
        other: String,
        /// The name.
        name: String,
    },
    /// A volume would hide a folder that every pod has; choose another path.
    #[error(
        "volume `{volume}` of instance `{instance}` is mounted at `{path}`, where every pod has `{taken}`\n\
         help: choose another path, such as `/data`"
    )]
    PathTaken {
        /// The instance.
        instance: String,
        /// Its volume.
        volume: String,
        /// Where the volume is mounted.
        path: String,
        /// What every pod has there.
        taken: &'static str,
    },
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

/// How long a name may be that is also a label value or the name of a Service.
pub(crate) const LONGEST_NAME: usize = cloudflow_model::name::LONGEST_LABEL;
