//! Takes secrets out of texts that others have written: a client that is given passwords repeats parts
//! of them in what it says.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use super::{MASK, MaybeSecret};

/// How many bytes in a row give a secret away. A client may repeat the part of a value that it stumbles
/// over, so whole values are not enough; fewer bytes would blacken words that are there by chance.
const WINDOW: usize = 8;

/// Replaces secrets, and parts of them, in texts.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    /// Every run of [`WINDOW`] bytes in a secret.
    windows: HashSet<[u8; WINDOW]>,
    /// Secrets shorter than that.
    short: Vec<Vec<u8>>,
}

impl Redactor {
    /// Knows the secrets among these texts.
    pub(crate) fn new<'a>(texts: impl IntoIterator<Item = &'a MaybeSecret>) -> Self {
        let mut redactor = Self::default();
        for text in texts.into_iter().filter(|text| text.is_secret()) {
            let bytes = text.expose_secret().trim().as_bytes();
            if bytes.len() < WINDOW {
                redactor.short.extend((!bytes.is_empty()).then(|| bytes.to_vec()));
            }
            redactor
                .windows
                .extend(bytes.windows(WINDOW).filter_map(|window| window.first_chunk().copied()));
        }
        redactor
    }

    /// Returns the text with every secret masked.
    pub(crate) fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut covered = vec![false; text.len()];
        for at in 0..text.len() {
            let length = self.secret_at(text.as_bytes().get(at..).unwrap_or_default());
            covered.iter_mut().skip(at).take(length).for_each(|byte| *byte = true);
        }
        if !covered.contains(&true) {
            return Cow::Borrowed(text);
        }
        let mut redacted = String::with_capacity(text.len());
        let mut is_masked = false;
        for (at, letter) in text.char_indices() {
            let mut bytes = covered.iter().skip(at).take(letter.len_utf8());
            let is_secret = bytes.any(|byte| *byte);
            match (is_secret, is_masked) {
                (false, _) => redacted.push(letter),
                (true, false) => redacted.push_str(MASK),
                (true, true) => {}
            }
            is_masked = is_secret;
        }
        Cow::Owned(redacted)
    }

    /// Returns how many bytes of a secret these begin with.
    fn secret_at(&self, bytes: &[u8]) -> usize {
        let window = bytes.first_chunk().is_some_and(|window| self.windows.contains(window));
        let short =
            self.short.iter().filter(|secret| bytes.starts_with(secret)).map(Vec::len).max();
        if window { WINDOW } else { short.unwrap_or(0) }
    }
}

/// Shows how much it knows, not what.
impl fmt::Debug for Redactor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Redactor")
            .field("windows", &self.windows.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_their_parts_are_masked() {
        let secrets = [
            MaybeSecret::secret("correct horse battery"),
            MaybeSecret::secret("xyz"),
            MaybeSecret::secret(" \n"),
            MaybeSecret::secret("schlüßel"),
            MaybeSecret::plain("localhost:9092"),
        ];
        let redactor = Redactor::new(&secrets);
        for (text, expected) in [
            ("", ""),
            ("localhost:9092: refused", "localhost:9092: refused"),
            ("it is `correct horse battery`", "it is `******`"),
            ("beginning at: horse battery", "beginning at:******"),
            ("xyz, correct h, xyzxyz", "******, ******, ******"),
            ("a horse", "a horse"),
            ("schlüßel", "******"),
        ] {
            assert_eq!(redactor.redact(text), expected);
        }
        assert!(!format!("{redactor:?}").contains("horse"));
    }
}
