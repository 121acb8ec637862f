//! How a command ends when not well.

use std::io::{self, Write};

use crate::config::ConfigurationError;
use crate::transport::TransportError;

/// Something is wrong with the application or its surroundings.
pub(super) const FAILED: u8 = 1;

/// The command line cannot be understood.
pub(super) const MISUSED: u8 = 2;

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// Something is wrong; each text is one mistake, with its `help:` line.
    Problems(Vec<String>),
    /// The command line asks for something that there is not.
    Usage(String),
    /// The command has said already what is wrong.
    Reported,
    /// The output cannot be written.
    Output(io::Error),
}

impl Failure {
    pub(super) fn problem(text: impl Into<String>) -> Self {
        Self::Problems(vec![text.into()])
    }

    /// Says what is wrong, and returns the exit code.
    pub(super) fn report(self, errors: &mut dyn Write) -> u8 {
        // When even errors cannot be written, the exit code is all that is left.
        let mut say = |text: &str| drop(writeln!(errors, "error: {text}"));
        match self {
            Self::Problems(problems) => problems.iter().for_each(|problem| say(problem)),
            Self::Usage(text) => {
                say(&text);
                return MISUSED;
            }
            // Whoever read the output has seen enough, as in `describe | head -1`.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return 0,
            Self::Output(error) => say(&format!("cannot write the output: {error}")),
            Self::Reported => {}
        }
        FAILED
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        // Values of this crate always serialise, so what fails is the writer.
        Self::Output(error.into())
    }
}

impl From<ConfigurationError> for Failure {
    fn from(error: ConfigurationError) -> Self {
        Self::Problems(error.problems().iter().map(ToString::to_string).collect())
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Self::problem(error.to_string())
    }
}
