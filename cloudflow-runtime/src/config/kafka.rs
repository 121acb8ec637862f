//! Properties of the Kafka client, and those that the runtime keeps for itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Deref;

/// Properties of the Kafka client under the names that librdkafka gives them.
///
/// It dereferences to the map of all properties. `Debug` masks those that are secret.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct KafkaProperties {
    values: BTreeMap<String, String>,
    secret: BTreeSet<String>,
}

impl KafkaProperties {
    pub(super) fn insert(&mut self, name: String, value: String, is_secret: bool) {
        if is_secret {
            self.secret.insert(name.clone());
        }
        self.values.insert(name, value);
    }
}

impl Deref for KafkaProperties {
    type Target = BTreeMap<String, String>;

    fn deref(&self) -> &Self::Target {
        &self.values
    }
}

impl fmt::Debug for KafkaProperties {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.values.iter().map(|(name, value)| {
            (name, if self.secret.contains(name) { super::MASK } else { value })
        });
        formatter.debug_map().entries(shown).finish()
    }
}

/// A property that cannot be set.
pub(super) struct Owned {
    pub(super) name: &'static str,
    pub(super) reason: &'static str,
    pub(super) help: &'static str,
}

const COMMITS: &str =
    "the runtime commits offsets itself, once the records behind them are through";
const REMOVE: &str = "remove it";

/// The properties that cannot be set. Any other is passed on, and librdkafka checks it.
pub(super) const OWNED: &[Owned] = &[
    Owned { name: "auto.commit.enable", reason: COMMITS, help: REMOVE },
    Owned {
        name: "auto.commit.interval.ms",
        reason: COMMITS,
        help: "set `commit_interval` for the time between commits",
    },
    Owned { name: "enable.auto.commit", reason: COMMITS, help: REMOVE },
    Owned { name: "enable.auto.offset.store", reason: COMMITS, help: REMOVE },
    Owned {
        name: "group.id",
        reason: "each instance has a consumer group of its own",
        help: REMOVE,
    },
    Owned {
        name: "group.instance.id",
        reason: "each pod needs one of its own, and this value would be the same for all",
        help: REMOVE,
    },
    Owned {
        name: "metadata.broker.list",
        reason: "it is another name of `bootstrap.servers`, and one of the two would win by chance",
        help: "set `bootstrap.servers`",
    },
];
