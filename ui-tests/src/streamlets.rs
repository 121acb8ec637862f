//! The streamlets of the cases.

use cloudflow_runtime::prelude::*;

use crate::{Metric, Reading, Rejected};

/// Sends nothing.
#[streamlet]
pub async fn source(out: Outlet<Reading>) -> StreamletResult {
    drop(out);
    Ok(())
}

/// Sends nothing, and would give it keys.
#[streamlet]
pub async fn meter(
    #[outlet(key = |metric| metric.device_id)] out: Outlet<Metric>,
) -> StreamletResult {
    drop(out);
    Ok(())
}

/// Counts letters.
#[streamlet]
pub fn convert(
    data: Reading,
    /// How long to wait.
    #[config(default = "1 min")]
    window: Duration,
) -> Metric {
    drop((data, window));
    Metric { device_id: 1 }
}

/// Refuses negative sensors.
#[streamlet(outlets(valid, invalid))]
pub fn validate(metric: Metric) -> Result<Metric, Rejected> {
    if metric.device_id < 0 { Err(Rejected { reason: "negative".to_owned() }) } else { Ok(metric) }
}

/// Takes what comes.
#[streamlet]
pub async fn sink(r#in: Inlet<Metric>) -> StreamletResult {
    drop(r#in);
    Ok(())
}
