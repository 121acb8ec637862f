#![deny(warnings, missing_docs, missing_debug_implementations, clippy::pedantic)]
#![expect(clippy::many_single_char_names, clippy::missing_errors_doc, reason = "of the functions alone")]
//! Every shape of a value function.

use cloudflow_runtime::prelude::*;
use cloudflow_ui_tests::{Metric, Reading, Rejected};

/// Another name for several records.
pub type Metrics = Vec<Metric>;

/// An error.
#[derive(Debug)]
pub struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("broken")
    }
}

impl std::error::Error for Broken {}

fn metric(reading: &Reading) -> Metric {
    Metric { device_id: i64::try_from(reading.device.len()).unwrap_or_default() }
}

/// One for one.
#[streamlet]
#[outlet(key = |metric| metric.device_id)]
pub fn one(data: Reading) -> Metric {
    metric(&data)
}

/// Drops some.
#[streamlet(outlet = some)]
pub fn option(data: Reading) -> Option<Metric> {
    Some(metric(&data))
}

/// Sends several, with a key that a function finds.
#[streamlet]
#[outlet(key = device)]
pub fn alias(data: Reading) -> Metrics {
    vec![metric(&data)]
}

fn device(metric: &Metric) -> i64 {
    metric.device_id
}

/// Sends three.
#[streamlet]
pub fn array(data: Reading) -> [Metric; 3] {
    [metric(&data), metric(&data), metric(&data)]
}

/// Sends what an iterator yields.
#[streamlet]
pub fn iterator(data: Reading) -> impl IntoIterator<Item = Metric> {
    std::iter::once(metric(&data))
}

/// May fail.
#[streamlet]
pub async fn fallible(data: Reading) -> Result<Vec<Metric>, Broken> {
    std::future::ready(()).await;
    if data.device.is_empty() { Err(Broken) } else { Ok(vec![metric(&data)]) }
}

/// Has two outlets and may fail.
#[streamlet(outlets(valid, invalid))]
#[outlet(valid, key = |metric: &Metric| metric.device_id)]
pub fn either(data: Reading) -> Result<Result<Metric, Rejected>, Broken> {
    if data.device.is_empty() { Err(Broken) } else { Ok(Ok(metric(&data))) }
}

/// Sends nothing.
#[streamlet]
pub fn nothing(_data: Reading) {}

/// Sends nothing and may fail.
#[streamlet]
pub fn fails(data: Reading) -> Result<(), Broken> {
    if data.device.is_empty() { Err(Broken) } else { Ok(()) }
}

/// Has configuration of every type.
#[streamlet]
#[expect(clippy::too_many_arguments, reason = "all of them")]
pub fn configured(
    #[config(default = -5, min = -9, max = 9)] a: i32,
    #[config] b: i64,
    /// Two lines
    /// of description.
    #[config(default = 1.5)]
    c: f64,
    data: Reading,
    #[config(default = "x1", pattern = "[a-z][0-9]")] d: String,
    #[config(default = "5 min", key = "delay")] e: Duration,
    #[config(default = "1 MiB")] f: MemorySize,
    #[config(default = true)] g: bool,
    #[volume("/data", read_write)] h: PathBuf,
) -> Metric {
    drop((a, b, c, d, e, f, g, h));
    metric(&data)
}

/// The name and the type stand for the same streamlet.
pub(crate) fn main() {
    use cloudflow_runtime::Streamlet;

    assert_eq!(metric(&Reading { device: "ab".to_owned() }), one(Reading { device: "ab".to_owned() }));
    assert_eq!(one::DESCRIPTOR.description, "One for one.");
    assert!(one::DESCRIPTOR.outlets[0].key.is_some());
    assert_eq!(option::DESCRIPTOR.outlets[0].name, "some");
    assert_eq!(either::DESCRIPTOR.outlets[1].schema.name(), "Rejected");
    assert_eq!(nothing::DESCRIPTOR.inlets[0].name, "data");
    assert_eq!(configured::DESCRIPTOR.config[2].description, "Two lines of description.");
    assert_eq!(configured::DESCRIPTOR.config[4].key, "delay");
}
