//! Why a streamlet ended before its records did.

use std::error::Error;
use std::fmt;

use crate::delivery::Receipt;
use crate::transport::TransportError;

/// What a streamlet returns: it ended well, or it failed.
pub type StreamletResult = Result<(), StreamletError>;

/// The failure of a streamlet.
///
/// Every error converts into it, so that `?` works on whatever a streamlet calls. For the same reason
/// it is no [`Error`] itself. A failed streamlet stops its process; the records that were not done are
/// read again when it starts anew.
///
/// ```
/// use cloudflow_runtime::StreamletError;
///
/// fn parse(text: &str) -> Result<f64, StreamletError> {
///     Ok(text.parse::<f64>()?)
/// }
/// assert_eq!(parse("x").unwrap_err().to_string(), "invalid float literal");
/// ```
pub struct StreamletError(Box<Inner>);

struct Inner {
    context: Vec<String>,
    kind: Kind,
    /// The debt of the record that the error is about.
    receipt: Option<Receipt>,
}

enum Kind {
    Source(Box<dyn Error + Send + Sync>),
    Message(String),
    Stopped,
}

impl StreamletError {
    /// Makes an error of a sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self::of(Kind::Message(message.into()))
    }

    /// Says what was being done when it failed.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.0.context.push(context.into());
        self
    }

    /// Skips the record that the error is about, such as one that cannot be decoded: it is settled,
    /// counted, and logged with the error.
    ///
    /// # Errors
    ///
    /// Returns the error if it is not about one record.
    ///
    /// ```no_run
    /// # use cloudflow_runtime::prelude::*;
    /// # async fn streamlet(mut inlet: Inlet<impl AvroRecord>) -> StreamletResult {
    /// while let Some(next) = inlet.next().await {
    ///     match next {
    ///         Ok(record) => record.done(),
    ///         Err(error) => error.reject()?,
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn reject(mut self) -> Result<(), Self> {
        match self.0.receipt.take() {
            Some(receipt) => {
                receipt.reject(&self);
                Ok(())
            }
            None => Err(self),
        }
    }

    /// Adds the debt of the record that it is about.
    pub(crate) fn with_receipt(mut self, receipt: Receipt) -> Self {
        self.0.receipt = Some(receipt);
        self
    }

    /// The application is stopping: not a failure, only the way out of a source.
    pub(crate) fn stopped() -> Self {
        Self::of(Kind::Stopped)
    }

    pub(crate) fn is_stopped(&self) -> bool {
        matches!(self.0.kind, Kind::Stopped)
    }

    /// Returns whether a topic refuses the record, whatever the connection is like: it would again.
    pub(crate) fn is_refused(&self) -> bool {
        let Kind::Source(source) = &self.0.kind else { return false };
        matches!(source.downcast_ref(), Some(TransportError::Refused { .. }))
    }

    fn of(kind: Kind) -> Self {
        Self(Box::new(Inner { context: Vec::new(), kind, receipt: None }))
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for StreamletError {
    fn from(error: E) -> Self {
        Self::of(Kind::Source(Box::new(error)))
    }
}

impl fmt::Display for StreamletError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for context in self.0.context.iter().rev() {
            write!(formatter, "{context}: ")?;
        }
        match &self.0.kind {
            Kind::Message(message) => formatter.write_str(message),
            Kind::Stopped => formatter.write_str("the application is stopping"),
            Kind::Source(error) => {
                write!(formatter, "{error}")?;
                let mut source = error.source();
                while let Some(error) = source {
                    write!(formatter, ": {error}")?;
                    source = error.source();
                }
                Ok(())
            }
        }
    }
}

impl fmt::Debug for StreamletError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "StreamletError({self})")
    }
}
