//! Kubernetes manifests and the topic list of a blueprint, written while `cargo build` runs.
//!
//! The flow package (records, streamlets, blueprint) is a library that the application depends on
//! twice: for itself and for its build script, which so sees the blueprint that the compiler has
//! checked. The flow depends on the runtime without Kafka, which the application alone adds, so the
//! build script compiles none of it:
//!
//! ```toml
//! [dependencies]
//! cloudflow-runtime = { path = "../cloudflow-runtime", features = ["kafka"] }
//! sensor-data-flow = { path = "flow" }
//!
//! [build-dependencies]
//! cloudflow-build = { path = "../cloudflow-build" }
//! sensor-data-flow = { path = "flow" }
//! ```
//!
//! The build script is one call; `sensor_data` is the name of the blueprint:
//!
//! ```no_run
//! # mod sensor_data_flow {
//! #     pub mod sensor_data {
//! #         pub const BLUEPRINT: cloudflow_model::Blueprint<'static> = cloudflow_model::Blueprint {
//! #             name: "", description: "", instances: &[], connections: &[], topics: &[],
//! #             locks: cloudflow_model::Locks::NONE,
//! #         };
//! #     }
//! # }
//! fn main() {
//!     cloudflow_build::generate(&sensor_data_flow::sensor_data::BLUEPRINT);
//! }
//! ```
//!
//! # What appears where
//!
//! In the target directory, whichever way it was chosen, and for every profile and `--target`:
//!
//! | path | holds |
//! |---|---|
//! | `k8s/` | everything that `kubectl apply -f target/k8s` needs, and nothing else |
//! | `k8s/sensor-data-00-namespace.yaml` | the Namespace, when [`Config::namespace`] names one |
//! | `k8s/sensor-data-10-application.yaml` | the `ServiceAccount`, which has no rights and no token |
//! | `k8s/sensor-data-20-topics.yaml` | the topic list and the Job that creates the topics |
//! | `k8s/sensor-data-30-valid.yaml` | one file for each streamlet: configuration, volumes, Service, disruption budget, Deployment |
//! | `topics.sensor-data.json`, `.yaml` | the topic list for other tools, apart because it is no Kubernetes object |
//! | `cloudflow/<package>.json` | which files this package wrote, so that they go when they are no longer generated |
//!
//! File names start with the application's name, so that several packages of a workspace share the
//! folder; whoever wants one application applies its files alone. The folder is the same for all
//! profiles: the build that ran last wins.
//!
//! # Applying it
//!
//! Every file applies in lexical order, the first time, again unchanged and after any change of the
//! blueprint. Only the workloads roll whose own settings or image changed. `kubectl apply` never deletes,
//! so a streamlet that left the blueprint keeps running until it is pruned:
//!
//! ```sh
//! kubectl apply -f target/k8s --prune -l app.kubernetes.io/part-of=sensor-data \
//!     --prune-allowlist apps/v1/Deployment --prune-allowlist core/v1/Service \
//!     --prune-allowlist core/v1/ConfigMap --prune-allowlist batch/v1/Job \
//!     --prune-allowlist policy/v1/PodDisruptionBudget
//! ```
//!
//! The list leaves `PersistentVolumeClaims` out: what is in them is the user's. All of an application
//! goes with
//! `kubectl delete deployment,job,service,configmap,serviceaccount,poddisruptionbudget,persistentvolumeclaim -l app.kubernetes.io/part-of=sensor-data`.
//!
//! # What the cluster brings
//!
//! - Kafka, at the address that [`Config::kafka_bootstrap_servers`] names.
//! - Secrets, if any: `sensor-data-kafka` for properties of Kafka that every pod gets (key
//!   `kafka.sasl.password`), and one for each instance, such as `sensor-data-valid` (key
//!   `valid.token`). None has to exist. A pod reads them when it starts.
//! - For streamlets with volumes, a default storage class with the access mode `ReadWriteMany`.
//!
//! A pod asks for 0.1 of a processor and 64 MiB of memory, and ends at 256 MiB; `cpu` and `memory` of an
//! instance replace these numbers, `memory` both of its. It runs as user 10001 with all that the
//! restricted Pod Security Standard asks for. When it is asked to end it drains for up to 30 seconds
//! ([`Config::drain_timeout`]); a pod that serves first waits 10 seconds ([`Config::shutdown_delay`]),
//! not ready but accepting connections, until it is out of its Service. Kubernetes kills it five seconds
//! after that.
//!
//! # What was released before
//!
//! When there is a `blueprint.lock` beside the Cargo.toml of the flow, which the command `release` of
//! the application writes, the build compares the blueprint with it: a change that breaks what runs
//! (a renamed instance loses its offsets, other partitions take keys apart) is an error, and one that
//! needs a migration is a warning. Both say what to type, to undo the change or to accept it. See
//! [`cloudflow_model::lock`].
//!
//! # Variables
//!
//! What changes from one deployment to the next comes from the environment of `cargo build` and
//! stands above what the build script says:
//!
//! | variable | replaces |
//! |---|---|
//! | `CLOUDFLOW_IMAGE` | [`Config::image`] |
//! | `CLOUDFLOW_KAFKA_BOOTSTRAP_SERVERS` | [`Config::kafka_bootstrap_servers`] |

mod cargo;
mod config;
mod emit;
mod error;
mod fingerprint;
mod lock;
mod manifest;
mod plan;
mod settings;
mod shutdown;
mod yaml;

pub use config::{Config, generate};
pub use emit::Report;
pub use error::{Error, Problem};
