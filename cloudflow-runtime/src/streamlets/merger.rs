//! `Merger`: two streams into one.

use futures::StreamExt;
use futures::stream::select;

use crate::avro::AvroRecord;
use crate::{Inlet, Outlet, StreamletResult, streamlet};

/// Merges two inlets into one outlet, in whatever order records arrive. Keys, headers and timestamps
/// stay as they are.
#[streamlet(name = Merger, independent)]
pub async fn merger<T: AvroRecord>(a: Inlet<T>, b: Inlet<T>, out: Outlet<T>) -> StreamletResult {
    select(a, b).forward(out).await
}
