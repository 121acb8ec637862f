//! Typed streamlets, joined by a blueprint that the compiler checks, on Kafka or in one process.
//!
//! An application is made of *streamlets*, functions over typed records, and a *blueprint* that says
//! which of them run and how records flow between them. `#[streamlet]` and `blueprint!` make constants
//! of both, so a wrong connection is a compile error. The application's binary is the sandbox, each
//! pod's process and the inspector: see [`Application::main`].
//!
//! ```
//! use cloudflow_runtime::prelude::*;
//!
//! /// A temperature in degrees Celsius.
//! #[derive(AvroRecord, Debug, Clone, PartialEq)]
//! pub struct Reading {
//!     pub sensor: String,
//!     pub celsius: f64,
//! }
//!
//! /// Keeps the readings that are too hot.
//! #[streamlet]
//! pub fn too_hot(reading: Reading, #[config(default = 80.0)] limit: f64) -> Option<Reading> {
//!     (reading.celsius > limit).then_some(reading)
//! }
//!
//! blueprint! {
//!     /// Alerts about hot sensors.
//!     pub alerts {
//!         streamlets {
//!             ingress = HttpIngress<Reading>;
//!             filter  = too_hot { limit = 90.5 };
//!             log     = LogEgress<Reading>;
//!         }
//!         connections {
//!             ingress.out => filter.reading;
//!             filter.out  => log.in;
//!         }
//!     }
//! }
//!
//! assert_eq!(alerts::BLUEPRINT.instances.len(), 3);
//! // In `main.rs`: `fn main() -> std::process::ExitCode { alerts::APPLICATION.main() }`
//! ```
//!
//! Where to read on: [`streamlet`](macro@streamlet), [`blueprint!`] and [`avro_schema!`] for what can be
//! written, [`docs::rules`] for what the compiler refuses and why, [`docs::release`] for what a change
//! does to a running application, [`config`] for how values are set, [`docs::settling`] for why no
//! record is lost, and [`transport`] for the seam under the ports.

extern crate self as cloudflow_runtime;

/// Compiles the code of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

pub mod avro;
pub mod bounds;
pub mod config;
pub mod delivery;
pub mod docs;
pub mod prelude;
pub mod transport;

mod application;
mod command;
mod concurrency;
mod context;
mod data;
mod draw;
mod editor;
mod error;
mod expansion;
mod function;
mod pod;
mod port;
mod record;
mod released;
mod runner;
mod sandbox;
mod secret;
mod shutdown;
mod stream;
mod streamlet;
mod streamlets;

pub use application::{Application, RunStreamlet};
pub use avro::{AvroRecord, avro_schema};
#[doc = include_str!("../docs/blueprint.md")]
pub use cloudflow_macros::blueprint;
#[doc = include_str!("../docs/streamlet.md")]
pub use cloudflow_macros::streamlet;
pub use cloudflow_model as model;
pub use context::Context;
pub use data::Data;
pub use delivery::Receipt;
pub use error::{StreamletError, StreamletResult};
pub use function::{EitherOutputs, Failure, Outputs};
pub use port::{End, Inlet, Outlet, ToKey};
pub use record::Record;
// Its path is part of errors.
#[doc(hidden)]
pub use released::WrittenTo;
pub use stream::RecordStreamExt;
pub use streamlet::{IntoStreamletResult, Streamlet};
pub use streamlets::{FileEgress, FileIngress, HttpIngress, LogEgress, Merger};

/// For generated code only: no part of this is stable.
#[doc(hidden)]
pub mod __private {
    pub use cloudflow_model as model;
    pub use futures::future::BoxFuture;
    pub use serde;

    pub use crate::__only_in_editors as only_in_editors;
    pub use crate::bounds::{
        CanFail, CanReturn, HasRecords, IsData, IsError, IsFailure, IsKey, IsKeyed, IsRecord,
        IsStreamlet,
    };
    pub use crate::concurrency::{Concurrency, Order};
    pub use crate::config::ConfigValue;
    pub use crate::editor::{Described, InstanceSettings, TopicSettings};
    pub use crate::expansion::{Logic, Port, Unchecked, ValuePort, schemas};
    pub use crate::released::{
        Answer, AskedRecord, AskedStreamlet, HasRecordsFor, Otherwise, ReleasedTopic, Writes,
        WritesParameter, refused_outlet, released_field, released_record,
    };
    pub use crate::{
        Application, Context, EitherOutputs, Inlet, Outlet, Outputs, Streamlet, StreamletResult,
        ToKey, WrittenTo, avro,
    };
}
