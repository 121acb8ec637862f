//! What no blueprint can say, so that no rule has to forbid it.

/// A mistake that cannot be made here. Its identifier is kept, so that it never means another thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Impossible {
    /// The identifier, `CF` and two digits.
    pub code: &'static str,
    /// What cannot be said, in one sentence.
    pub states: &'static str,
    /// Why, and what there is instead: one paragraph.
    pub explanation: &'static str,
}

/// Every identifier without a rule, in their order.
pub const IMPOSSIBLE: &[Impossible] = &[
    Impossible {
        code: "CF25",
        states: "no blueprint can ask for delivery exactly once across clusters of Kafka",
        explanation: "An application has one Kafka, so there are no two clusters to deliver across; and \
                      delivery is at least once, which no setting changes. An inlet commits a record \
                      when all that was made of it is written, and a process that ends in between reads \
                      it again. So `exactly_once` and `delivery` are settings of neither an instance nor \
                      a topic, and the compiler says so. A streamlet that must not count a record twice \
                      recognises it by its key, or writes what it makes in a way that can be repeated.",
    },
    Impossible {
        code: "CF26",
        states: "no blueprint can name a cluster of Kafka",
        explanation: "All topics of an application are on one Kafka, and where that is says whoever \
                      deploys: `CLOUDFLOW_KAFKA_BOOTSTRAP_SERVERS` or `Config::kafka_bootstrap_servers` \
                      when the manifests are built, `--kafka` or `kafka.bootstrap.servers` when the \
                      application is run. So the name of a cluster can be neither illegal nor unknown, and \
                      `cluster` and `bootstrap.servers` in a topic entry are errors. A topic of another \
                      Kafka is mirrored to this one, and its entry has `managed = false`.",
    },
];
