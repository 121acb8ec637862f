//! Schema resolution: the verdict of the compiler, and what the decoder makes of it.

mod hostile;
mod versions;
