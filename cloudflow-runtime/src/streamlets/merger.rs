//! `Merger`: two streams into one.

use futures::StreamExt;
use futures::stream::select;

use crate::{Data, Inlet, Outlet, StreamletResult, streamlet};

/// Merges two inlets into one outlet, in whatever order records arrive. Keys, headers and timestamps
/// stay as they are; `Merger<Option<T>>` merges tombstones as well.
#[streamlet(name = Merger, independent)]
pub async fn merger<T: Data>(a: Inlet<T>, b: Inlet<T>, out: Outlet<T>) -> StreamletResult {
    select(a, b).forward(out).await
}
