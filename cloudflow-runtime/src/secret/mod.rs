//! Texts that must not be shown: the type that carries them, the names that tell of them, and what takes
//! them out of other texts.

mod name;
#[cfg(feature = "kafka")]
mod redactor;
mod text;

pub(crate) use name::sounds_secret;
#[cfg(feature = "kafka")]
pub(crate) use redactor::Redactor;
pub use text::MaybeSecret;

/// What is shown in place of a secret.
const MASK: &str = "******";
