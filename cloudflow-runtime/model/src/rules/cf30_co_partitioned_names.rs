//! CF30: `co_partitioned` names two or more inlets, each once.

use super::Rule;
use super::ports::Ports;
use crate::text::equal;
use crate::{Descriptor, Message, Partitioning, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF30",
    states: "`co_partitioned` names two or more inlets of its streamlet, each once",
    explanation: "It says which inlets belong together: partition 0 of their topics is read by one \
                  replica of an instance, and so is partition 1, and so on. Inlets that it does not name \
                  are read independently of these.",
    wrong: "
#[streamlet(co_partitioned(left, rigth))]
pub async fn join(left: Inlet<Metric>, right: Inlet<Metric>) -> StreamletResult {
    drop((left, right));
    Ok(())
}
",
    right: "
#[streamlet(co_partitioned(left, right))]
pub async fn join(left: Inlet<Metric>, right: Inlet<Metric>) -> StreamletResult {
    drop((left, right));
    Ok(())
}
",
};

/// Checks the declaration of a streamlet.
pub const fn check(descriptor: &Descriptor<'_>) -> Option<Problem> {
    let names = descriptor.co_partitioned();
    let mut at = 0;
    while at < names.len() {
        let problem = name(descriptor, at);
        if problem.is_some() {
            return problem;
        }
        at += 1;
    }
    if is_alone(descriptor.partitioning) { Some(alone(descriptor)) } else { None }
}

const fn is_alone(partitioning: Partitioning<'_>) -> bool {
    matches!(partitioning, Partitioning::CoPartitioned([] | [_]))
}

/// Checks the name with this index.
pub const fn name(descriptor: &Descriptor<'_>, index: usize) -> Option<Problem> {
    let names = descriptor.co_partitioned();
    let name = names[index];
    let subject = Subject::CoPartitioned(index);
    if descriptor.inlet(name).is_none() {
        let message = Ports::Inlets(descriptor.inlets).undeclared(descriptor.name, name);
        return Some(Problem { code: RULE.code, subject, related: None, message });
    }
    let mut other = 0;
    while other < index {
        if equal(names[other], name) {
            let message = Message::new("inlet ")
                .quoted(name)
                .text(" is named twice in `co_partitioned`")
                .help()
                .text("remove one of the two");
            let related = Some(Subject::CoPartitioned(other));
            return Some(Problem { code: RULE.code, subject, related, message });
        }
        other += 1;
    }
    None
}

/// Returns what to say about fewer than two names.
pub const fn alone(descriptor: &Descriptor<'_>) -> Problem {
    let message = Message::new("`co_partitioned` names two or more inlets")
        .help()
        .text("write `co_partitioned(");
    let message = match descriptor.inlets {
        [left, right, ..] => message.text(left.name).text(", ").text(right.name),
        _ => message.text("left, right"),
    };
    let message = message.text(")`, or `independent` if equal keys need not meet");
    Problem { code: RULE.code, subject: Subject::Streamlet, related: None, message }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::JOIN;
    use super::*;

    #[track_caller]
    fn words(names: &'static [&'static str], expected: Option<&str>) {
        let descriptor = Descriptor { partitioning: Partitioning::CoPartitioned(names), ..JOIN };
        let problem = check(&descriptor);
        assert_eq!(problem.as_ref().map(|problem| problem.message.as_str()), expected);
    }

    #[test]
    fn names() {
        words(&["left", "right"], None);
        words(
            &["left", "rigth"],
            Some("streamlet `join` has no inlet `rigth`\nhelp: did you mean `right`?"),
        );
        words(
            &["left", "total"],
            Some("streamlet `join` has no inlet `total`\nhelp: its inlets are `left`, `right`"),
        );
        words(
            &["left", "right", "left"],
            Some("inlet `left` is named twice in `co_partitioned`\nhelp: remove one of the two"),
        );
        words(
            &["left"],
            Some(
                "`co_partitioned` names two or more inlets\nhelp: write `co_partitioned(left, right)`, or \
                 `independent` if equal keys need not meet",
            ),
        );
        assert_eq!(check(&Descriptor { partitioning: Partitioning::Independent, ..JOIN }), None);
        assert_eq!(check(&Descriptor { partitioning: Partitioning::Unsaid, ..JOIN }), None);
    }
}
