#![deny(warnings, missing_docs, missing_debug_implementations, clippy::pedantic)]
#![expect(clippy::missing_errors_doc, clippy::unused_async, reason = "of the functions alone")]
//! Functions over streams: ports, a context, a volume, a server, type parameters.

use cloudflow_runtime::prelude::*;
use cloudflow_runtime::{Streamlet, avro::AvroRecord};
use cloudflow_ui_tests::Metric;

/// Merges two inlets.
#[streamlet]
pub async fn merge(
    a: Inlet<Metric>,
    b: Inlet<Metric>,
    #[outlet(key = |m| (m.device_id, 7))] out: Outlet<Metric>,
) -> StreamletResult {
    select(a, b).forward(out).await
}

/// Serves.
#[streamlet(name = Ingress)]
pub async fn ingress<T: AvroRecord>(
    out: Outlet<T>,
    #[server] listener: TcpListener,
    #[config(default = 64)] connections: usize,
    #[volume("/models")] models: PathBuf,
    mut _context: Context,
) -> Result<(), std::io::Error> {
    drop((out, listener, connections, models));
    Ok(())
}

/// Finds equal keys.
#[streamlet(co_partitioned(left, r#type))]
pub async fn join(left: Inlet<Metric>, r#type: Inlet<Metric>, other: Inlet<Metric>) {
    drop((left, r#type, other));
}

/// Takes what comes, whatever it is called.
#[streamlet]
pub async fn drain<T>(context: Inlet<T>, #[config(default = false)] drain: bool)
where
    T: AvroRecord,
{
    drop((context, drain));
}

pub(crate) fn main() {
    assert_eq!(merge::DESCRIPTOR.inlets.len(), 2);
    assert_eq!(Ingress::<Metric>::DESCRIPTOR.name, "Ingress");
    assert_eq!(join::DESCRIPTOR.co_partitioned(), ["left", "type"]);
    assert!(Ingress::<Metric>::DESCRIPTOR.server.is_some());
    assert_eq!(drain::<Metric>::DESCRIPTOR.inlets[0].name, "context");
}
