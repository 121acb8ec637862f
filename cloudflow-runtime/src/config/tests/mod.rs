//! The resolver as a whole: what each source can say, and what it is told when it is wrong.

mod command_line;
mod environment;
mod file;
mod fixture;
#[cfg(feature = "kafka")]
mod kafka;
mod precedence;
mod resolve;
mod secrets;
mod settings;
