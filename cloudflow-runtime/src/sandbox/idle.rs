//! Whether everything that was sent has been processed.

use crate::runner::{Plan, PortRole};
use crate::transport::{Transport, TransportError};

/// Looks at the consumer groups of an application.
///
/// One look at one group after the other can miss a record that moves from a topic not yet looked at
/// to one already seen. So nothing counts as idle before two looks in a row find every group at the
/// end, and no topic longer than before.
#[derive(Debug, Default)]
pub(super) struct IdleWatch {
    /// The sum of all end offsets at the last look, when every group was at the end.
    quiet_at: Option<u64>,
}

impl IdleWatch {
    /// Looks once; returns whether this and the last look found nothing to do.
    pub(super) async fn look(
        &mut self,
        plans: &[Plan],
        transport: &dyn Transport,
    ) -> Result<bool, TransportError> {
        let mut end = 0;
        for port in plans.iter().flat_map(|plan| &plan.ports) {
            let PortRole::Inlet { group } = &port.role else { continue };
            let lag = transport.lag(&port.topic, group).await?;
            if lag.behind > 0 {
                self.quiet_at = None;
                return Ok(false);
            }
            end += lag.end;
        }
        Ok(self.quiet_at.replace(end) == Some(end))
    }
}
