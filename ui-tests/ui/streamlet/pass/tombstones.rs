#![deny(warnings, missing_docs, missing_debug_implementations, clippy::pedantic)]
#![expect(clippy::missing_errors_doc, reason = "of the functions alone")]
//! Ports that tombstones go through.

use cloudflow_runtime::Streamlet;
use cloudflow_runtime::prelude::*;
use cloudflow_ui_tests::Metric;

/// Another name for a record that may be missing.
pub type Maybe = Option<Metric>;

/// Takes what is deleted, too.
#[streamlet]
pub fn changes(metric: Option<Metric>) -> Option<Metric> {
    metric
}

/// The same under another name.
#[streamlet(concurrency = 2)]
pub async fn renamed(metric: Maybe) {
    drop(std::future::ready(metric).await);
}

/// Deletes.
#[streamlet]
pub async fn delete(
    r#in: Inlet<Option<Metric>>,
    #[outlet(key = |metric| metric.device_id)] out: Outlet<Option<Metric>>,
    #[outlet(key = |metric: &Metric| metric.device_id)] typed: Outlet<Option<Metric>>,
) -> StreamletResult {
    drop(typed);
    r#in.forward(out).await
}

/// Passes on whatever comes.
#[streamlet(name = Pass)]
pub async fn pass<T: Data>(r#in: Inlet<T>, out: Outlet<T>) -> StreamletResult {
    r#in.forward(out).await
}

blueprint! {
    /// Deletes.
    pub app {
        streamlets {
            log = changes; delete = delete; pass = Pass<Option<Metric>>; merge = Merger<Maybe>; all = renamed;
        }
        connections {
            log.out => merge.a; delete.typed => merge.b;
            delete.out => pass.in;
            merge.out => all.metric;
        }
        topics {
            log.metric { name = "a" }
            delete.in { name = "b", cleanup_policy = "compact" }
            pass.out { name = "c" }
        }
    }
}

pub(crate) fn main() {
    let inlets = [changes::DESCRIPTOR, renamed::DESCRIPTOR, delete::DESCRIPTOR, Pass::<Maybe>::DESCRIPTOR]
        .map(|streamlet| streamlet.inlets[0]);
    for inlet in inlets {
        assert!(inlet.tombstones, "{inlet:?}");
        assert_eq!(inlet.schema.name(), "Metric");
    }
    assert!(!Pass::<Metric>::DESCRIPTOR.inlets[0].tombstones);
    assert_eq!(delete::DESCRIPTOR.outlets[0].schema.name(), "Metric");
}
