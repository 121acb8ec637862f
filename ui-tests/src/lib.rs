//! The records and streamlets that the cases under `ui/` share, so that each case shows its mistake.

mod records;
mod streamlets;
mod values;

pub use cloudflow_runtime::prelude::*;
pub use records::{Metric, Reading, Rejected};
pub use streamlets::{convert, meter, sink, source, validate};
pub use values::{Id, NumberOrFlag, Price};
