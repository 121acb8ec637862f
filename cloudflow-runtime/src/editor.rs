//! What generated code says to editors.
//!
//! rust-analyzer sets `cfg(rust_analyzer)` for every crate, rustc for none. So the macro is another
//! one for each of them, and code in a user's crate need not know that condition.

/// Expands to items that only an editor sees. For rustc they need not even be code.
#[cfg(rust_analyzer)]
#[doc(hidden)]
#[macro_export]
macro_rules! __only_in_editors {
    ($($items:tt)*) => {
        const _: () = { $($items)* };
    };
}

#[cfg(not(rust_analyzer))]
#[doc(hidden)]
#[macro_export]
macro_rules! __only_in_editors {
    ($($items:tt)*) => {};
}

/// What editors know of a streamlet; see `editor` in the macros.
pub trait Described {
    /// A field for each port.
    type Ports;
    /// A field for each configuration key.
    type Settings;
}

/// What an instance can set beside the configuration of its streamlet.
#[derive(Debug)]
pub struct InstanceSettings {
    /// How many pods run it, 1 by default.
    pub replicas: u32,
    /// The processor time that each pod requests: a number of cores, or `"500m"`.
    pub cpu: &'static str,
    /// The memory of each pod, request and limit: `"512Mi"`.
    pub memory: &'static str,
}

/// What a topic entry can set beside Kafka's own keys.
#[derive(Debug)]
pub struct TopicSettings {
    /// The name in Kafka.
    pub name: &'static str,
    /// How many partitions it has, 4 by default.
    pub partitions: u32,
    /// On how many brokers each partition is kept.
    pub replicas: u16,
    /// How long records are kept: a duration, or `"forever"`.
    pub retention: &'static str,
    /// `"delete"`, `"compact"` or `"compact,delete"`.
    pub cleanup_policy: &'static str,
    /// Whether the application creates the topic; with `false` it must exist.
    pub managed: bool,
}
