//! How long the end of a pod takes: what the runtime keeps to and the manifests allow for.

/// How long a pod may take to finish what it has begun, unless it is set.
pub const DRAIN_TIMEOUT: &str = "30 s";

/// How long a pod that serves goes on accepting connections after it was asked to end, unless it is
/// set.
///
/// A pod is removed from the endpoints of its Service at the moment when it gets the signal. It takes a
/// second or two until every node of an ordinary cluster has heard of it, and some more for ingress
/// controllers and load balancers that read the endpoints in intervals of their own.
pub const SHUTDOWN_DELAY: &str = "10 s";

/// What Kubernetes allows beyond both, for the process to end.
pub const MARGIN_SECONDS: u64 = 5;
