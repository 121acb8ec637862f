//! CF32: the topics of co-partitioned inlets have the same number of partitions.

use super::Rule;
use super::cf21_idle_replica::number;
use crate::{Blueprint, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF32",
    states: "the topics of co-partitioned inlets have the same number of partitions",
    explanation: "A key has its partition by its hash and the number of partitions. In a topic with \
                  another number it is in another partition, and what should meet at one replica is read \
                  by two. A topic has 4 partitions when the blueprint gives no number. What the blueprint \
                  does not know, such as the number of a topic that it does not create, is compared when \
                  partitions are assigned.",
    wrong: "
#[streamlet(co_partitioned(left, right))]
pub async fn join(left: Inlet<Metric>, right: Inlet<Metric>) -> StreamletResult {
    drop((left, right));
    Ok(())
}

blueprint! {
    app {
        streamlets { one = meter; two = meter; pairs = join; }
        connections { one.out => pairs.left; two.out => pairs.right; }
        topics { one.out { partitions = 12 } }
    }
}
",
    right: "
#[streamlet(co_partitioned(left, right))]
pub async fn join(left: Inlet<Metric>, right: Inlet<Metric>) -> StreamletResult {
    drop((left, right));
    Ok(())
}

blueprint! {
    app {
        streamlets { one = meter; two = meter; pairs = join; }
        connections { one.out => pairs.left; two.out => pairs.right; }
        topics { one.out { partitions = 12 } two.out { partitions = 12 } }
    }
}
",
};

/// Checks the instance with this index, whose topics have these
/// [partitions](crate::hints::uneven).
pub const fn check(
    blueprint: &Blueprint<'_>,
    index: usize,
    partitions: &[(&str, Option<u32>)],
) -> Option<Problem> {
    let instance = &blueprint.instances[index];
    let names = instance.streamlet.co_partitioned();
    let mut first = None;
    let mut at = 0;
    while at < names.len() {
        // A name without an inlet is a problem of its own.
        if instance.streamlet.inlet(names[at]).is_some()
            && let Some(this) = number(partitions, names[at])
        {
            match first {
                None => first = Some((names[at], this)),
                Some((name, other)) if other != this => {
                    let ends = [(name, other), (names[at], this)];
                    return Some(problem(blueprint, index, ends));
                }
                Some(_) => {}
            }
        }
        at += 1;
    }
    None
}

const fn problem(blueprint: &Blueprint<'_>, index: usize, ends: [(&str, u32); 2]) -> Problem {
    let name = blueprint.instances[index].name;
    let [(left, one), (right, two)] = ends;
    let (fewer, most) = if one < two { (left, two) } else { (right, one) };
    let message = Message::new("the topics of co-partitioned inlets ")
        .port(name, left)
        .text(" and ")
        .port(name, right)
        .text(" have ")
        .number(one as u64)
        .text(" and ")
        .number(two as u64)
        .text(" partitions, so equal keys would not meet")
        .help()
        .text("write `partitions = ")
        .number(most as u64)
        .text("` in the entry of both: `topics { ")
        .text(name)
        .text(".")
        .text(fewer)
        .text(" { … } }`");
    Problem { code: RULE.code, subject: Subject::Instance(index), related: None, message }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{CONVERT, Fixture, JOIN, instance, port, topic};
    use crate::{Connection, Descriptor, Partitioning, Topic};

    const TOGETHER: Descriptor<'static> =
        Descriptor { partitioning: Partitioning::CoPartitioned(&["left", "right"]), ..JOIN };

    fn joined(streamlet: &'static Descriptor<'static>, topics: Vec<Topic<'static>>) -> Fixture {
        let mut fixture = Fixture::new();
        fixture.instances.push(instance("again", &CONVERT));
        fixture.instances.push(instance("join", streamlet));
        let more = [
            (port(0, "out"), port(3, "data")),
            (port(1, "out"), port(4, "left")),
            (port(3, "out"), port(4, "right")),
        ];
        fixture.connections.extend(more.map(|(from, to)| Connection { from, to }));
        Fixture { topics, ..fixture }
    }

    #[test]
    fn another_number() {
        let entry = Topic { partitions: Some(6), ..topic(port(3, "out"), None) };
        joined(&TOGETHER, vec![entry]).refuses(
            "CF32",
            "the topics of co-partitioned inlets `join.left` and `join.right` have 4 and 6 partitions, so \
             equal keys would not meet\n\
             help: write `partitions = 6` in the entry of both: `topics { join.left { … } }`",
        );
        assert_eq!(joined(&JOIN, vec![entry]).problems(), []);
        let other = Topic { partitions: Some(6), ..topic(port(4, "left"), None) };
        assert_eq!(joined(&TOGETHER, vec![entry, other]).problems(), []);
    }

    #[test]
    fn a_number_that_nobody_knows() {
        let mut entry = Topic { managed: false, ..topic(port(3, "out"), Some("theirs")) };
        assert_eq!(joined(&TOGETHER, vec![entry]).problems(), []);
        entry.partitions = Some(3);
        assert_eq!(joined(&TOGETHER, vec![entry]).problems().len(), 1);
    }
}
