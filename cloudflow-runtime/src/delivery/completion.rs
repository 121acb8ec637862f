//! What a transport calls when it knows the fate of a message.

use std::fmt;

use super::origin::{Origin, Sent};
use crate::transport::TransportError;

/// The end of a message's way: called once, when the log has it or never will.
///
/// A completion that is dropped unused counts as a failure, so that a transport that forgets one
/// cannot lose a record.
#[must_use]
pub struct Completion {
    sent: Sent,
    report: Option<Report>,
}

/// Who else wants to know the fate of a message.
pub(crate) type Report = Box<dyn FnOnce(Result<(), TransportError>) + Send>;

impl Completion {
    /// Makes a completion for a record with this origin.
    pub fn new(origin: Origin) -> Self {
        Self { sent: origin.send(), report: None }
    }

    /// Makes a completion that also tells the outlet.
    pub(crate) fn reporting(origin: Origin, report: Report) -> Self {
        Self { sent: origin.send(), report: Some(report) }
    }

    /// The log has the message.
    pub fn succeed(mut self) {
        // The hold on the origin goes first: whoever hears the report may look at positions.
        drop(std::mem::replace(&mut self.sent, Sent::None));
        if let Some(report) = self.report.take() {
            report(Ok(()));
        }
    }

    /// The message is lost to the log: its origin is never committed.
    pub fn fail(self) {
        self.fail_with(TransportError::Closed);
    }

    /// The message is lost to the log for this reason.
    pub fn fail_with(mut self, error: TransportError) {
        std::mem::replace(&mut self.sent, Sent::None).fail();
        if let Some(report) = self.report.take() {
            report(Err(error));
        }
    }
}

impl Drop for Completion {
    fn drop(&mut self) {
        std::mem::replace(&mut self.sent, Sent::None).fail();
        if let Some(report) = self.report.take() {
            report(Err(TransportError::Closed));
        }
    }
}

impl fmt::Debug for Completion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Completion").field("sent", &self.sent).finish_non_exhaustive()
    }
}
