//! The vocabulary of a Cloudflow application and every rule about it, each in one place.
//!
//! The types are plain borrowed data, and the rules are `const fn` over that data. So the same
//! rule runs three times without a second implementation: in the proc macros (rules about names),
//! in rustc's const evaluation (rules about types, which only the compiler knows) and at run time
//! and build time, where trust in the input ends.
//!
//! ```
//! use cloudflow_model::{Blueprint, Locks, rules};
//!
//! const EMPTY: Blueprint<'static> = Blueprint {
//!     name: "empty",
//!     description: "",
//!     instances: &[],
//!     connections: &[],
//!     topics: &[],
//!     locks: Locks::NONE,
//! };
//! let problems = rules::check_all(&EMPTY);
//! assert_eq!(problems[0].code, "CF15");
//! ```
//!
//! Invariants: no input or output, no clock, no environment, no panics, and no `String` inside a
//! rule.

#![expect(
    clippy::indexing_slicing,
    reason = "`get` is no const fn; every index here is compared with a length first"
)]
#![expect(
    clippy::large_types_passed_by_value,
    reason = "a const builds its message by value, and only when there is a problem"
)]

mod blueprint;
mod config;
mod distance;
pub mod explain;
mod foreign;
pub mod hints;
pub mod kafka;
pub mod kubernetes;
#[cfg(feature = "lock")]
pub mod lock;
mod locks;
mod message;
pub mod name;
mod port;
mod problem;
pub mod quantity;
mod resolve;
pub mod rules;
pub mod schema;
pub mod shutdown;
mod streamlet;
mod text;
#[cfg(feature = "serde")]
mod topic_list;
mod topology;
pub mod value;
mod volume;

pub use blueprint::{Blueprint, Connection, Instance, PortRef, Resources, Setting, Topic};
pub use config::{ConfigParameter, ParameterKind};
pub use distance::nearest;
pub use locks::{Compatibility, Locks, ReleasedSchema, ReleasedTopic};
pub use message::Message;
pub use port::{Inlet, Outlet};
pub use problem::{Problem, Subject, refuse};
pub use resolve::instance_index;
pub use schema::Schema;
pub use streamlet::{Descriptor, Partitioning, Server};
#[cfg(feature = "serde")]
pub use topic_list::{SchemaIdentity, TopicConsumer, TopicEntry, TopicList};
pub use topology::{DEFAULT_PARTITIONS, TopicPlan, Topology};
pub use volume::{Access, CONFIGURATION_FOLDER, TEMPORARY_FOLDER, VolumeMount, reserved_folder};
