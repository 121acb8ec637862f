//! Reading what another version of a record wrote (specification 1.12, "Schema Resolution").
//!
//! A [`Program`] is made once for a pair of a writer's and a reader's schema, by the rules that the
//! compiler used to accept the pair. Decoding follows it straight from the writer's bytes into the
//! reader's fields, without values in between: fields that only the writer has are skipped, fields
//! that only the reader has take their default, and numbers grow as they are read.

mod compile;
mod decoder;
mod fields;
mod plan;
mod program;
mod rewrite;
mod skip;

pub use decoder::Decoder;
pub use fields::ResolvedFields;
pub use plan::Plan;
pub use program::Program;
