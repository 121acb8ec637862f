//! CF21: every replica of an instance has something to read.

use super::Rule;
use crate::text::equal;
use crate::{Blueprint, DEFAULT_PARTITIONS, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF21",
    states: "an instance has no more replicas than the largest of the topics that it reads has \
             partitions",
    explanation: "Kafka gives each partition of a topic to one replica of its reader. A replica beyond \
                  the number of partitions receives nothing: it runs, costs and waits. A topic has 4 \
                  partitions when the blueprint gives no number. Streamlets that serve are free, since \
                  their replicas share the requests, and so are readers of topics that the application \
                  does not create and whose number of partitions it does not give.",
    wrong: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert { replicas = 6 }; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
    }
}
",
    right: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert { replicas = 6 }; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
        topics { ingress.out { partitions = 12 } }
    }
}
",
};

/// The most replicas that Kubernetes can express.
const MOST_REPLICAS: u32 = i32::MAX as u32;

/// Checks the replicas of the instance with this index, whose topics have these
/// [partitions](crate::hints::partitions).
pub const fn check(
    blueprint: &Blueprint<'_>,
    index: usize,
    partitions: &[(&str, Option<u32>)],
) -> Option<Problem> {
    let instance = &blueprint.instances[index];
    let replicas = instance.replicas;
    if replicas == 0 || replicas > MOST_REPLICAS {
        let message = Message::new("instance ")
            .quoted(instance.name)
            .text(" has ")
            .number(replicas as u64)
            .text(" replicas; Kubernetes runs from 1 to ")
            .number(MOST_REPLICAS as u64)
            .help()
            .text("write `replicas = 2`");
        return Some(problem(message, index));
    }
    let inlets = instance.streamlet.inlets;
    if replicas == 1 || inlets.is_empty() || instance.streamlet.server.is_some() {
        return None;
    }
    let mut most = 0;
    let mut widest = "";
    let mut at = 0;
    while at < inlets.len() {
        let Some(number) = number(partitions, inlets[at].name) else { return None };
        if number > most {
            most = number;
            widest = inlets[at].name;
        }
        at += 1;
    }
    if replicas <= most {
        return None;
    }
    let message = Message::new("instance ")
        .quoted(instance.name)
        .text(" has ")
        .number(replicas as u64)
        .text(" replicas, but the topic of ")
        .port(instance.name, widest)
        .text(" has ")
        .number(most as u64)
        .text(if most == 1 { " partition" } else { " partitions" })
        .help()
        .text("write `replicas = ")
        .number(most as u64)
        .text("`, or `partitions = ")
        .number(replicas as u64)
        .text("` in the topic's entry: `topics { ")
        .text(instance.name)
        .text(".")
        .text(widest)
        .text(" { … } }`");
    Some(problem(message, index))
}

/// Returns how many partitions the topic of an inlet has, as far as the blueprint knows.
pub(super) const fn number(partitions: &[(&str, Option<u32>)], inlet: &str) -> Option<u32> {
    let mut at = 0;
    while at < partitions.len() {
        let (port, number) = partitions[at];
        if equal(port, inlet) {
            return number;
        }
        at += 1;
    }
    Some(DEFAULT_PARTITIONS)
}

const fn problem(message: Message, index: usize) -> Problem {
    Problem {
        code: RULE.code,
        subject: Subject::InstanceReplicas(index),
        related: None,
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{CONVERT, Fixture, SINK, instance, port, topic};
    use crate::{Connection, Descriptor, Server, Topic};

    fn with(replicas: u32, entry: Option<Topic<'static>>) -> Fixture {
        let mut fixture = Fixture::new();
        fixture.instances[1].replicas = replicas;
        fixture.topics.extend(entry);
        fixture
    }

    #[test]
    fn a_replica_for_each_partition() {
        assert_eq!(with(4, None).problems(), []);
        with(5, None).refuses(
            "CF21",
            "instance `convert` has 5 replicas, but the topic of `convert.data` has 4 partitions\n\
             help: write `replicas = 4`, or `partitions = 5` in the topic's entry: \
             `topics { convert.data { … } }`",
        );
    }

    #[test]
    fn the_entry_is_found_by_any_port_of_the_topic() {
        for named in [port(0, "out"), port(1, "data"), port(3, "data")] {
            let entry = Topic { partitions: Some(6), ..topic(named, None) };
            for (replicas, problems) in [(6, 0), (7, 1)] {
                let mut fixture = with(replicas, Some(entry));
                fixture.instances.push(instance("again", &CONVERT));
                let more = [(port(0, "out"), port(3, "data")), (port(3, "out"), port(2, "in"))];
                fixture.connections.extend(more.map(|(from, to)| Connection { from, to }));
                assert_eq!(fixture.problems().len(), problems, "{named:?} {replicas}");
            }
        }
    }

    #[test]
    fn what_is_not_known_is_not_refused() {
        let foreign = Topic { managed: false, ..topic(port(0, "out"), Some("readings")) };
        assert_eq!(with(50, Some(foreign)).problems(), []);
        let known = Topic { partitions: Some(2), ..foreign };
        assert_eq!(with(3, Some(known)).problems().len(), 1);
        let unset = topic(port(0, "out"), Some("readings"));
        assert_eq!(with(5, Some(unset)).problems().len(), 1);
    }

    #[test]
    fn servers_and_sources_have_other_work() {
        const SERVES: Descriptor<'static> = Descriptor { server: Some(Server::HTTP), ..SINK };
        let mut fixture = Fixture::new();
        fixture.instances[0].replicas = 50;
        fixture.instances[2] = instance("sink", &SERVES);
        fixture.instances[2].replicas = 50;
        assert_eq!(fixture.problems(), []);
    }

    #[test]
    fn numbers_that_kubernetes_cannot_express() {
        for replicas in [0, 1 << 31] {
            with(replicas, None).refuses(
                "CF21",
                &format!(
                    "instance `convert` has {replicas} replicas; Kubernetes runs from 1 to \
                     2147483647\nhelp: write `replicas = 2`"
                ),
            );
        }
    }
}
