#![deny(warnings, missing_docs, missing_debug_implementations, clippy::pedantic)]
#![expect(clippy::missing_errors_doc, reason = "of the functions alone")]
//! Every shape of a value function whose calls overlap.

use cloudflow_runtime::prelude::*;
use cloudflow_ui_tests::{Metric, Rejected};

/// One for one, in order.
#[streamlet(concurrency = 32)]
pub async fn one(metric: Metric, #[config] url: String) -> Metric {
    ask(&url).await;
    metric
}

/// May fail.
#[streamlet(concurrency = 0x10, order = none)]
#[outlet(key = |metric| metric.device_id)]
pub async fn fallible(metric: Metric) -> Result<Option<Metric>, std::io::Error> {
    ask("").await;
    Ok(Some(metric))
}

/// Sends what an iterator yields.
#[streamlet(order = key, concurrency = 65_536)]
pub async fn iterator(metric: Metric) -> impl IntoIterator<Item = Metric> {
    ask("").await;
    std::iter::once(metric)
}

/// Has two outlets.
#[streamlet(concurrency = 2, order = partition, outlets(valid, invalid))]
pub async fn either(metric: Metric) -> Result<Metric, Rejected> {
    ask("").await;
    Ok(metric)
}

/// Sends nothing.
#[streamlet(concurrency = 1, name = Sink)]
pub async fn nothing<T: AvroRecord>(data: T) {
    ask("").await;
    drop(data);
}

async fn ask(_url: &str) {
    std::future::ready(()).await;
}

pub(crate) fn main() {
    use cloudflow_runtime::Streamlet;

    assert_eq!(Sink::<Metric>::DESCRIPTOR.inlets[0].name, "data");
    assert_eq!(one::DESCRIPTOR.config[0].key, "url");
}
