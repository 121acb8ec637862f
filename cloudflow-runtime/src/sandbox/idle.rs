//! Whether everything that was sent has been read.

use std::collections::BTreeMap;

use crate::delivery::Ledger;
use crate::runner::Plan;
use crate::transport::{Admin, TransportError};

/// Looks how far instances have read.
///
/// One look at one topic after the other can miss a record that moves from a topic not yet looked at to
/// one already seen. So nothing counts as idle before two looks in a row find everything read, and no
/// topic longer than before.
#[derive(Debug, Default)]
pub(super) struct IdleWatch {
    /// The sum of all end offsets at the last look, when everything was read.
    quiet_at: Option<i64>,
}

impl IdleWatch {
    /// Looks once; returns whether this and the last look found nothing to read.
    pub(super) async fn look<'a>(
        &mut self,
        instances: impl IntoIterator<Item = (&'a Plan, &'a Ledger)>,
        admin: &dyn Admin,
    ) -> Result<bool, TransportError> {
        let mut sum = 0;
        for (plan, ledger) in instances {
            for (inlet, port) in plan.inlets().enumerate() {
                let handed: BTreeMap<i32, i64> = ledger.progress(inlet).into_iter().collect();
                for (partition, lag) in (0..).zip(admin.lag(&port.topic, &plan.group).await?) {
                    // What a streamlet holds was read, although it may never be committed.
                    let read = handed.get(&partition).copied().unwrap_or(lag.committed);
                    if read.max(lag.committed) < lag.end {
                        self.quiet_at = None;
                        return Ok(false);
                    }
                    sum += lag.end;
                }
            }
        }
        Ok(self.quiet_at.replace(sum) == Some(sum))
    }
}
