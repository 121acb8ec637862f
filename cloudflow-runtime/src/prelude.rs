//! What nearly every streamlet uses: `use cloudflow_runtime::prelude::*;`.

pub use std::path::PathBuf;
pub use std::time::Duration;

pub use bytes::Bytes;
pub use futures::stream::select;
pub use futures::{SinkExt, StreamExt, TryStreamExt};
pub use tokio::net::TcpListener;
pub use uuid::Uuid;

pub use crate::avro::Timestamp;
pub use crate::config::MemorySize;
pub use crate::{
    AvroRecord, Context, Data, End, FileEgress, FileIngress, HttpIngress, Inlet, LogEgress, Merger,
    Outlet, Receipt, Record, RecordStreamExt, StreamletError, StreamletResult, avro_schema,
    blueprint, streamlet,
};
