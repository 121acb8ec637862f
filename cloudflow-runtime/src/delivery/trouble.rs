//! Why a streamlet may not go on, although it does not know it.

use crate::StreamletError;
use crate::transport::TransportError;

/// What went wrong beside the streamlet's own code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A record was dropped by somebody who owed its settling.
    Dropped {
        /// The topic of its inlet.
        topic: String,
        /// Its partition.
        partition: i32,
        /// Its offset.
        offset: i64,
    },
    /// A record that was sent is not in the log.
    Lost {
        /// The topic of the outlet.
        topic: String,
        /// Why.
        error: TransportError,
    },
}

impl From<Trouble> for StreamletError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Dropped { topic, partition, offset } => Self::new(format!(
                "the record at topic `{topic}`, partition {partition}, offset {offset} was dropped \
                 and not settled, so nothing behind it can be committed\n\
                 help: send it (`outlet.send(record.map(…))`), or end it with `record.done()` or \
                 `record.reject(reason)`; to drop one on purpose when a future is cancelled, keep its \
                 `Receipt` outside of the future"
            )),
            Trouble::Lost { topic, error } => {
                Self::from(error).context(format!("cannot send to topic `{topic}`"))
            }
        }
    }
}
