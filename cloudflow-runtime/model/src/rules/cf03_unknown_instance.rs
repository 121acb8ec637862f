//! CF03: connections and topics name instances that there are.

use super::Rule;
use crate::{Message, Problem, Subject, nearest};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF03",
    states: "connections and topics refer to instances that the blueprint has",
    explanation: "A connection or a topic entry starts with the name of an instance, the word on the \
                  left of `=` in `streamlets`, and not with the name of the streamlet that it runs.",
    wrong: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingres.out => convert.data; convert.out => log.in; }
    }
}
",
    right: "
blueprint! {
    app {
        streamlets { ingress = source; convert = convert; log = sink; }
        connections { ingress.out => convert.data; convert.out => log.in; }
    }
}
",
};

/// The most names that a message lists.
const MOST_LISTED: usize = 8;

/// Returns the problem of a port of `wanted`, which is no instance but the streamlet that `instance` runs.
pub const fn streamlet(instance: &str, wanted: &str, subject: Subject) -> Problem {
    let message = Message::new("there is no instance ")
        .quoted(wanted)
        .text(" in this blueprint")
        .help()
        .text("did you mean ")
        .quoted(instance)
        .text(", which runs ")
        .quoted(wanted)
        .text("?");
    Problem { code: RULE.code, subject, related: None, message }
}

/// Returns the problem of an instance called `wanted` that is not among `names`.
pub const fn problem(names: &[&str], wanted: &str, subject: Subject) -> Problem {
    let message = Message::new("there is no instance ").quoted(wanted).text(" in this blueprint").help();
    let message = match nearest(wanted, names) {
        Some(near) => message.text("did you mean ").quoted(near).text("?"),
        None if names.is_empty() => message.text("add it to `streamlets { … }`"),
        None => list(message.text("the instances are "), names),
    };
    Problem { code: RULE.code, subject, related: None, message }
}

const fn list(mut message: Message, names: &[&str]) -> Message {
    let mut at = 0;
    while at < names.len() && at < MOST_LISTED {
        message = message.text(if at == 0 { "" } else { ", " }).quoted(names[at]);
        at += 1;
    }
    if names.len() > MOST_LISTED {
        message = message.text(" and ").number((names.len() - MOST_LISTED) as u64).text(" more");
    }
    message
}

#[cfg(test)]
mod tests {
    use crate::{Subject, instance_index};

    #[test]
    fn near_misses_and_lists() {
        let names = ["ingress", "metrics"];
        assert_eq!(instance_index(&names, "metrics", Subject::Blueprint), Ok(1));
        for (wanted, words) in [
            ("metrcis", "did you mean `metrics`?"),
            ("audit", "the instances are `ingress`, `metrics`"),
        ] {
            let problem = instance_index(&names, wanted, Subject::Connection(0)).unwrap_err();
            assert_eq!(problem.code, "CF03");
            assert_eq!(
                problem.message.as_str(),
                format!("there is no instance `{wanted}` in this blueprint\nhelp: {words}")
            );
        }
    }
}
