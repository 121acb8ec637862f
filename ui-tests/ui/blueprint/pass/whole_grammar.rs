#![deny(warnings, missing_docs, missing_debug_implementations, clippy::pedantic)]
//! Everything that a blueprint can say.

use cloudflow_runtime::prelude::*;
use cloudflow_ui_tests::{convert, sink, source, validate};

blueprint! {
    /// Counts letters.
    ///
    /// And more.
    pub letters {
        streamlets {
            first = source;
            second = source { replicas = 2, cpu = 0.5, memory = "512Mi" };
            convert = convert { window = "5 s", }
            checked = validate;
            valid_log = sink;
        }
        connections {
            first.out => convert.data;
            second.out => convert.data,;
            convert.out => checked.metric;
            checked.valid => valid_log.in
        }
        topics {
            convert.out {
                name = "metrics",
                partitions = 12,
                replicas = 3,
                retention = "7 days",
                cleanup_policy = "delete",
                max.message.bytes = 1_048_576,
                "vendor.tiering" = true,
            }
            checked.invalid { managed = false, message.timestamp.type = "LogAppendTime" };
        }
    }
}

blueprint! {
    tiny { streamlets { only = source } topics { only.out { retention = "forever" } } }
}

pub(crate) fn main() {
    let blueprint = letters::BLUEPRINT;
    assert_eq!(blueprint.description, "Counts letters.\nAnd more.");
    assert_eq!(blueprint.instances[1].replicas, 2);
    assert_eq!(blueprint.instances[1].resources.cpu, Some("0.5"));
    assert_eq!(blueprint.instances[1].resources.memory, Some("512Mi"));
    assert_eq!(blueprint.instances[2].resources.memory, None);
    assert_eq!(blueprint.instances[2].config[0].value, "5 s");
    assert_eq!(blueprint.connections[3].to.port, "in");
    let settings: Vec<_> =
        blueprint.topics[0].settings.iter().map(|setting| (setting.key, setting.value)).collect();
    let expected = [
        ("retention.ms", "604800000"),
        ("cleanup.policy", "delete"),
        ("max.message.bytes", "1048576"),
        ("vendor.tiering", "true"),
    ];
    assert_eq!(settings, expected);
    assert!(!blueprint.topics[1].managed);
    let _ = (&letters::APPLICATION, tiny::APPLICATION);
    assert_eq!(tiny::BLUEPRINT.topics[0].settings[0].value, "-1");
}
