//! `LogEgress`: records into the log of the process.

use crate::avro::AvroRecord;
use crate::config::EGRESS;
use crate::{Context, Inlet, StreamletResult, streamlet};
use futures::TryStreamExt;

/// Writes each record to the log as JSON.
///
/// The records are output, so they are written whatever level `CLOUDFLOW_LOG` asks for, unless it says
/// `off` or `cloudflow::egress=off`.
#[streamlet(name = LogEgress)]
pub async fn log_egress<T: AvroRecord>(
    context: Context,
    mut r#in: Inlet<T>,
    /// Text before each record.
    #[config(default = "")]
    prefix: String,
) -> StreamletResult {
    while let Some(record) = r#in.try_next().await? {
        let json = serde_json::to_string(record.value())?;
        tracing::info!(target: EGRESS, instance = context.instance(), "{prefix}{json}");
        record.done();
    }
    Ok(())
}
