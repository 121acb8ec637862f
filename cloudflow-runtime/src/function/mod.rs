//! Value functions as streamlets: what they may return, and the loop around them.

mod concurrent;
mod emit;
mod outputs;
mod run;

pub use outputs::{EitherOutputs, Failure, Outputs};
pub(crate) use run::{run_either, run_iterator, run_sink, run_value};

#[cfg(test)]
mod tests;
