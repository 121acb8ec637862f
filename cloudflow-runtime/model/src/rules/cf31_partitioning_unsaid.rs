//! CF31: a streamlet with several inlets of records with keys says whether equal keys must meet.

use super::Rule;
use crate::text::equal;
use crate::{Blueprint, Message, Partitioning, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF31",
    states: "a streamlet says whether equal keys must meet when two of its inlets read records with keys",
    explanation: "The replicas of an instance divide the partitions of its topics among them. A streamlet \
                  that brings records of one key together, as a join does, works only where one replica \
                  reads the same partition of all these topics: it says `co_partitioned(left, right)`. \
                  One to which each record is a thing of its own says `independent`, and its partitions \
                  move one by one when pods come and go. The code of a function does not show which of \
                  the two it is, and a wrong guess would lose what should have met, without a word. \
                  Records have keys where the outlet has one in its declaration.",
    wrong: "
#[streamlet]
pub async fn join(left: Inlet<Metric>, right: Inlet<Metric>) -> StreamletResult {
    drop((left, right));
    Ok(())
}

blueprint! {
    app {
        streamlets { one = meter; two = meter; pairs = join; }
        connections { one.out => pairs.left; two.out => pairs.right; }
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
    }
}
",
};

/// Checks the instance with this index. `fed` names an inlet for each outlet that
/// [feeds](crate::hints::feeds) it, and whether that gives its records keys.
pub const fn check(blueprint: &Blueprint<'_>, index: usize, fed: &[(&str, bool)]) -> Option<Problem> {
    let instance = &blueprint.instances[index];
    if !matches!(instance.streamlet.partitioning, Partitioning::Unsaid) {
        return None;
    }
    let inlets = instance.streamlet.inlets;
    let mut ports = Message::new("");
    let mut names = Message::new("");
    let mut count = 0;
    let mut at = 0;
    while at < inlets.len() {
        let name = inlets[at].name;
        if is_keyed(fed, name) {
            let comma = if count == 0 { "" } else { ", " };
            ports = ports.text(comma).port(instance.name, name);
            names = names.text(comma).text(name);
            count += 1;
        }
        at += 1;
    }
    if count < 2 {
        return None;
    }
    let message = Message::new("inlets ")
        .text(ports.as_str())
        .text(" read records with keys, and ")
        .quoted(instance.streamlet.name)
        .text(" does not say whether equal keys must meet")
        .help()
        .text("write `#[streamlet(co_partitioned(")
        .text(names.as_str())
        .text("))]` on it if they must, or `#[streamlet(independent)]`");
    Some(Problem { code: RULE.code, subject: Subject::Instance(index), related: None, message })
}

const fn is_keyed(fed: &[(&str, bool)], inlet: &str) -> bool {
    let mut at = 0;
    while at < fed.len() {
        if fed[at].1 && equal(fed[at].0, inlet) {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{CONVERT, Fixture, JOIN, instance, port, topic};
    use crate::{Connection, Descriptor, Outlet, Partitioning};

    const KEYED: Descriptor<'static> = Descriptor {
        outlets: &[Outlet { key: Some("record.site"), ..CONVERT.outlets[0] }],
        ..CONVERT
    };

    /// Two instances of `convert` that feed `join`, each by an inlet.
    fn joined(streamlet: &'static Descriptor<'static>, keyed: [bool; 2]) -> Fixture {
        let mut fixture = Fixture::new();
        let feeding = keyed.map(|is_keyed| if is_keyed { &KEYED } else { &CONVERT });
        fixture.instances[1] = instance("convert", feeding[0]);
        fixture.instances.push(instance("again", feeding[1]));
        fixture.instances.push(instance("join", streamlet));
        let more = [
            (port(0, "out"), port(3, "data")),
            (port(1, "out"), port(4, "left")),
            (port(3, "out"), port(4, "right")),
        ];
        fixture.connections.extend(more.map(|(from, to)| Connection { from, to }));
        fixture
    }

    #[test]
    fn two_inlets_with_keys() {
        const UNSAID: Descriptor<'static> =
            Descriptor { partitioning: Partitioning::Unsaid, ..JOIN };
        joined(&UNSAID, [true, true]).refuses(
            "CF31",
            "inlets `join.left`, `join.right` read records with keys, and `join` does not say whether equal \
             keys must meet\n\
             help: write `#[streamlet(co_partitioned(left, right))]` on it if they must, or \
             `#[streamlet(independent)]`",
        );
        for keyed in [[true, false], [false, true], [false, false]] {
            assert_eq!(joined(&UNSAID, keyed).problems(), []);
        }
    }

    #[test]
    fn either_word_is_an_answer() {
        const TOGETHER: Descriptor<'static> =
            Descriptor { partitioning: Partitioning::CoPartitioned(&["left", "right"]), ..JOIN };
        assert_eq!(joined(&TOGETHER, [true, true]).problems(), []);
        assert_eq!(joined(&JOIN, [true, true]).problems(), []);
    }

    #[test]
    fn what_comes_from_outside_may_have_any_key() {
        const UNSAID: Descriptor<'static> =
            Descriptor { partitioning: Partitioning::Unsaid, ..JOIN };
        let mut fixture = joined(&UNSAID, [true, true]);
        fixture.connections.pop();
        fixture.topics.push(topic(port(3, "out"), Some("elsewhere")));
        fixture.topics.push(topic(port(4, "right"), Some("outside")));
        assert_eq!(fixture.problems(), []);
    }
}
