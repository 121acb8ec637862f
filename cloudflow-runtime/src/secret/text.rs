//! A text that knows whether it may be shown.

use std::fmt;

use serde::{Serialize, Serializer};

use super::MASK;

/// A text that is a secret, or is not: whoever makes it says so, and it stays with the text.
///
/// `Debug`, `Display` and `Serialize` show `******` for a secret. [`expose_secret`] is the only way to
/// the text of one, so a search for this name finds every place that could give one away.
///
/// ```
/// use cloudflow_runtime::config::MaybeSecret;
///
/// let password = MaybeSecret::secret("hunter2");
/// assert_eq!(format!("{password} {password:?}"), "****** ******");
/// assert_eq!(password.expose_secret(), "hunter2");
/// assert_eq!(MaybeSecret::plain("localhost:9092").to_string(), "localhost:9092");
/// ```
///
/// [`expose_secret`]: Self::expose_secret
#[derive(Clone, PartialEq, Eq)]
pub struct MaybeSecret {
    text: String,
    is_secret: bool,
}

impl MaybeSecret {
    /// Makes a text that may be shown.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_secret: false }
    }

    /// Makes a text that must not be shown.
    pub fn secret(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_secret: true }
    }

    /// Makes it a secret, if it is not one yet.
    pub(crate) fn into_secret(self) -> Self {
        Self { is_secret: true, ..self }
    }

    /// Returns whether the text must not be shown.
    pub fn is_secret(&self) -> bool {
        self.is_secret
    }

    /// Returns the text, also that of a secret: for what uses it, never for what prints it.
    pub fn expose_secret(&self) -> &str {
        &self.text
    }

    /// Returns the text as it may be shown.
    pub fn shown(&self) -> &str {
        if self.is_secret { MASK } else { &self.text }
    }
}

impl fmt::Display for MaybeSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.shown())
    }
}

impl fmt::Debug for MaybeSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_secret { formatter.write_str(MASK) } else { self.text.fmt(formatter) }
    }
}

impl Serialize for MaybeSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.shown())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_shown_in_no_way() {
        let secret = MaybeSecret::plain("hunter2").into_secret();
        for shown in [
            secret.to_string(),
            format!("{secret:>20}"),
            format!("{secret:?} {secret:#?}"),
            serde_json::to_string(&secret).unwrap(),
            format!("{:?}", vec![Some(secret.clone())]),
        ] {
            assert!(!shown.contains("hunter2") && shown.contains(MASK), "{shown}");
        }
        assert_eq!(secret.expose_secret(), "hunter2");
        assert_eq!(format!("{:?}", MaybeSecret::plain("a\n")), r#""a\n""#);
    }
}
