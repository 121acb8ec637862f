//! The rules, one file each: what is forbidden, why, and in which words it is reported.
//!
//! A new rule is a file `cfNN_what_is_wrong.rs` with a `RULE` and a `const fn check`, and a line in
//! the table below. The line's group says what the rule looks at and who can decide it: rules about
//! `names` need tokens alone, so the macros report them; rules about `types` need descriptors, so
//! rustc decides them in const evaluation. At run time [`check_all`] runs both.

use std::collections::BTreeSet;

use crate::{Blueprint, Descriptor, PortRef, Problem, hints};

/// What a person can look up about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Rule {
    /// The stable identifier, `CF` and two digits.
    pub code: &'static str,
    /// The rule in one sentence.
    pub states: &'static str,
    /// What it means, and why there is such a rule: one paragraph.
    pub explanation: &'static str,
    /// Code that breaks this rule and no other.
    pub wrong: &'static str,
    /// The same code, corrected.
    pub right: &'static str,
}

/// Declares the rules: modules, the table, and one `const fn` for each group that runs its rules in
/// order and stops at the first problem, since a later rule may build on an earlier one. Behind a
/// semicolon stand further parts of rules that another group declares.
macro_rules! rules {
    (
        [$($alone:ident),*]
        $(
            $(#[$doc:meta])*
            $group:ident $declared:tt => $passed:tt {
                $($rule:ident),* $(,)?
                $(; $($part:ident :: $check:ident),* $(,)?)?
            }
        )*
    ) => {
        $(pub mod $alone;)*
        $($(pub mod $rule;)*)*

        /// Every rule, in the order of the identifiers.
        pub const TABLE: &[Rule] = &{
            let mut table = [$($alone::RULE,)* $($($rule::RULE,)*)*];
            sort(&mut table);
            table
        };

        $(
            $(#[$doc])*
            pub const fn $group $declared -> Option<Problem> {
                $(if let Some(problem) = $rule::check $passed { return Some(problem); })*
                $($(if let Some(problem) = $part::$check $passed { return Some(problem); })*)?
                None
            }
        )*
    };
}

rules! {
    // Found where names become indices, before there is a blueprint to check; and with a file beside it.
    [cf03_unknown_instance, cf28_released_topology]

    /// Names: the blueprint as a whole.
    blueprint_names(blueprint: &Blueprint<'_>) => (blueprint) {
        cf15_empty_blueprint,
        cf17_kubernetes_name_too_long,
    }

    /// Names: the instance with this index.
    instance_names(blueprint: &Blueprint<'_>, index: usize) => (blueprint, index) {
        cf01_illegal_name,
        cf02_duplicate_instance,
        cf18_kubernetes_name_taken; cf17_kubernetes_name_too_long::instance
    }

    /// Names: the processor time of the instance with this index.
    instance_cpu(blueprint: &Blueprint<'_>, index: usize) => (blueprint, index) { cf24_quantity }

    /// Names: the memory of the instance with this index.
    instance_memory(blueprint: &Blueprint<'_>, index: usize) => (blueprint, index) {
        ; cf24_quantity::memory
    }

    /// Names: the connection with this index.
    connection_names(blueprint: &Blueprint<'_>, index: usize) => (blueprint, index) { cf08_inlet_on_two_topics }

    /// Names: the topic entry with this index.
    topic_names(blueprint: &Blueprint<'_>, index: usize) => (blueprint, index) {
        cf12_topic,
        cf19_topic_names_meet;
        cf08_inlet_on_two_topics::entries,
        cf20_topic_setting::numbers
    }

    /// Names: the setting of Kafka with the second index in the topic entry with the first.
    topic_setting_names(blueprint: &Blueprint<'_>, index: usize, setting: usize) => (blueprint, index, setting) {
        cf20_topic_setting; cf20_topic_setting::together
    }

    /// Types: the connection with this index.
    connection_types(blueprint: &Blueprint<'_>, index: usize) => (blueprint, index) {
        cf06_reversed_connection,
        cf04_unknown_outlet,
        cf05_unknown_inlet,
        cf07_schema_mismatch,
    }

    /// Types: the inlet of the connection with this index, whose topic is released: it has the second
    /// index in the locks.
    connection_released(blueprint: &Blueprint<'_>, index: usize, topic: usize) => (blueprint, index, topic) {
        ; cf07_schema_mismatch::released
    }

    /// Types: the ports of the instance with this index, of which these are mentioned.
    instance_ports(blueprint: &Blueprint<'_>, index: usize, mentioned: &[&str]) => (blueprint, index, mentioned) {
        cf09_unconnected_inlet,
        cf10_unconnected_outlet,
    }

    /// Types: the rest of the instance with this index.
    instance_types(blueprint: &Blueprint<'_>, index: usize) => (blueprint, index) {
        ; cf17_kubernetes_name_too_long::volumes
    }

    /// Types: the replicas of the instance with this index, whose topics have these
    /// [partitions](crate::hints::partitions).
    instance_replicas(blueprint: &Blueprint<'_>, index: usize, partitions: &[(&str, Option<u32>)])
        => (blueprint, index, partitions) { cf21_idle_replica }

    /// Types: the inlets of the instance with this index, of whose ports these [use one
    /// topic](crate::hints::twins).
    instance_twins(blueprint: &Blueprint<'_>, index: usize, twins: &[(&str, &str)])
        => (blueprint, index, twins) { cf29_topic_read_twice }

    /// Types: the inlets of the instance with this index, each as often as an outlet
    /// [feeds](crate::hints::feeds) it, with whether that gives its records keys.
    instance_partitioning(blueprint: &Blueprint<'_>, index: usize, fed: &[(&str, bool)])
        => (blueprint, index, fed) { cf31_partitioning_unsaid }

    /// Types: the co-partitioned inlets of the instance with this index, whose topics have these
    /// [partitions](crate::hints::uneven).
    instance_partitions(blueprint: &Blueprint<'_>, index: usize, partitions: &[(&str, Option<u32>)])
        => (blueprint, index, partitions) { cf32_uneven_partitions }

    /// Types: the claims of the instance with this index, beside those whose names are
    /// [alike](crate::hints::alike).
    instance_claims(blueprint: &Blueprint<'_>, index: usize, alike: &[usize]) => (blueprint, index, alike) {
        ; cf18_kubernetes_name_taken::volumes
    }

    /// Types: the setting with the second index of the instance with the first.
    setting_types(blueprint: &Blueprint<'_>, index: usize, setting: usize) => (blueprint, index, setting) {
        cf16_instance_setting,
    }

    /// Types: the topic entry with this index.
    topic_types(blueprint: &Blueprint<'_>, index: usize) => (blueprint, index) {
        ; cf04_unknown_outlet::topic,
        cf09_unconnected_inlet::entry
    }

    /// Types: the topic entry with this index, beside the [first](crate::hints::first_of_name) of its name.
    topic_schema(blueprint: &Blueprint<'_>, index: usize, first: usize) => (blueprint, index, first) {
        ; cf12_topic::one_schema
    }

    /// Types: a port of the topic entry with this index, which is [compacted](crate::hints::compacted).
    topic_keys(blueprint: &Blueprint<'_>, index: usize, port: PortRef<'_>) => (blueprint, index, port) {
        ; cf20_topic_setting::keyless
    }

    /// Types: what the outlets among these ports write to the topic with this index in the
    /// [lock](crate::Locks::topics).
    released_schema(blueprint: &Blueprint<'_>, ports: &[PortRef<'_>], topic: usize)
        => (blueprint, ports, topic) { cf27_released_schema }

    /// The declaration of a streamlet, decided in its own macro.
    streamlet(descriptor: &Descriptor<'_>) => (descriptor) {
        cf11_duplicate_in_streamlet,
        cf13_config_default,
        cf14_volume_path,
        cf22_volume_in_the_way,
        cf23_server_port,
        cf30_co_partitioned_names; cf01_illegal_name::ports
    }
}

/// Rules that the build decides, not the compiler: they compare a blueprint with what is released, in
/// a file that no constant reads.
pub const OF_THE_BUILD: &[&str] = &[cf28_released_topology::RULE.code];

/// Types: the instance with this index, whose ports with these names connections and topics
/// [mention](Blueprint::mentioned_ports). To look through all connections for each instance would make
/// const evaluation quadratic.
pub const fn instance(
    blueprint: &Blueprint<'_>,
    index: usize,
    mentioned: &[&str],
) -> Option<Problem> {
    match instance_ports(blueprint, index, mentioned) {
        Some(problem) => Some(problem),
        None => instance_types(blueprint, index),
    }
}

/// Returns every problem of a blueprint and of the streamlets that it uses.
///
/// Rules of a later stage run only where the earlier stages found nothing, so that one mistake
/// stays one problem.
pub fn check_all(blueprint: &Blueprint<'_>) -> Vec<Problem> {
    let mut problems: Vec<Problem> = blueprint_names(blueprint).into_iter().collect();
    let (instances, connections, topics) =
        (0..blueprint.instances.len(), 0..blueprint.connections.len(), 0..blueprint.topics.len());
    problems.extend(instances.clone().filter_map(|at| instance_names(blueprint, at)));
    problems.extend(instances.clone().filter_map(|at| instance_cpu(blueprint, at)));
    problems.extend(instances.clone().filter_map(|at| instance_memory(blueprint, at)));
    problems.extend(connections.clone().filter_map(|at| connection_names(blueprint, at)));
    problems.extend(topics.clone().filter_map(|at| topic_names(blueprint, at)));
    for (index, topic) in blueprint.topics.iter().enumerate() {
        let settings = 0..topic.settings.len();
        problems.extend(settings.filter_map(|at| topic_setting_names(blueprint, index, at)));
    }
    if problems.is_empty() {
        // A streamlet that is used twice has its mistakes once, also when it is generic and used with
        // two types: its descriptors are constants, so they may stand at different addresses.
        let mut seen: Vec<(&str, Problem)> = Vec::new();
        for instance in blueprint.instances {
            let found = streamlet(instance.streamlet).into_iter();
            #[cfg(feature = "pattern")]
            let found = found.chain(pattern::check_streamlet(instance.streamlet));
            for problem in found {
                let mistake = (instance.streamlet.name, problem);
                if !seen.contains(&mistake) {
                    seen.push(mistake);
                    problems.push(problem);
                }
            }
        }
        problems.extend(connections.filter_map(|at| connection_types(blueprint, at)));
        problems.extend(topics.clone().filter_map(|at| topic_types(blueprint, at)));
        problems.extend(
            topics
                .zip(hints::first_of_name(blueprint))
                .filter_map(|(at, first)| topic_schema(blueprint, at, first?)),
        );
        for (index, ports) in hints::compacted(blueprint).into_iter().enumerate() {
            let ports = ports.into_iter().map(|(instance, port)| PortRef { instance, port });
            problems.extend(ports.filter_map(|port| topic_keys(blueprint, index, port)));
        }
        problems.extend(
            instances
                .clone()
                .zip(blueprint.mentioned_ports())
                .filter_map(|(at, mentioned)| instance(blueprint, at, &mentioned)),
        );
        problems.extend(
            instances
                .clone()
                .zip(hints::partitions(blueprint))
                .filter_map(|(at, partitions)| instance_replicas(blueprint, at, &partitions)),
        );
        problems.extend(
            instances
                .clone()
                .zip(hints::twins(blueprint))
                .filter_map(|(at, twins)| instance_twins(blueprint, at, &twins)),
        );
        problems.extend(instances.clone().zip(hints::feeds(blueprint)).filter_map(
            |(at, feeds)| {
                let is_keyed = |outlet: PortRef<'_>| {
                    let instance = blueprint.instances.get(outlet.instance);
                    instance.is_some_and(|instance| instance.streamlet.has_key(outlet.port))
                };
                let fed: Vec<_> =
                    feeds.into_iter().map(|(inlet, outlet)| (inlet, is_keyed(outlet))).collect();
                instance_partitioning(blueprint, at, &fed)
            },
        ));
        problems.extend(
            instances
                .clone()
                .zip(hints::uneven(blueprint))
                .filter_map(|(at, partitions)| instance_partitions(blueprint, at, &partitions)),
        );
        problems.extend(
            instances
                .zip(hints::alike(blueprint))
                .filter_map(|(at, alike)| instance_claims(blueprint, at, &alike)),
        );
        for (index, instance) in blueprint.instances.iter().enumerate() {
            let settings = 0..instance.config.len();
            problems.extend(settings.filter_map(|at| setting_types(blueprint, index, at)));
        }
        #[cfg(feature = "pattern")]
        problems.extend(pattern::check_instances(blueprint));
    }
    if problems.is_empty() {
        for (topic, outlets) in hints::released(blueprint) {
            problems.extend(released_schema(blueprint, &outlets, topic));
            let mut inlets = BTreeSet::new();
            for (index, connection) in blueprint.connections.iter().enumerate() {
                if outlets.contains(&connection.from) && inlets.insert(connection.to) {
                    problems.extend(connection_released(blueprint, index, topic));
                }
            }
        }
    }
    problems
}

pub mod line;
#[cfg(feature = "pattern")]
pub mod pattern;
mod ports;

const fn sort(table: &mut [Rule]) {
    let mut from = 1;
    while from < table.len() {
        let mut at = from;
        while at > 0 && is_before(table[at].code, table[at - 1].code) {
            let moved = table[at];
            table[at] = table[at - 1];
            table[at - 1] = moved;
            at -= 1;
        }
        from += 1;
    }
}

const fn is_before(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] != right[at] {
            return left[at] < right[at];
        }
        at += 1;
    }
    left.len() < right.len()
}

#[cfg(test)]
pub(crate) mod fixture;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_has_no_gap() {
        assert!(TABLE.is_sorted_by_key(|rule| rule.code));
        let without = crate::explain::IMPOSSIBLE.iter().map(|impossible| impossible.code);
        let mut codes: Vec<_> = TABLE.iter().map(|rule| rule.code).chain(without).collect();
        codes.sort_unstable();
        for (code, number) in codes.iter().zip(1..) {
            assert_eq!(*code, format!("CF{number:02}"));
        }
    }
}
