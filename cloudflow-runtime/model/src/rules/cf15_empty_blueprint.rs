//! CF15: a blueprint has at least one instance, and a legal name.

use super::{Rule, cf01_illegal_name};
use crate::{Blueprint, Message, Problem, Subject};

/// The rule.
pub const RULE: Rule = Rule {
    code: "CF15",
    states: "a blueprint has at least one instance",
    explanation: "An application without instances would deploy nothing and end at once. Most often \
                  the section is missing, or its name is misspelt.",
    wrong: "
blueprint! {
    app {
        streamlets {}
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

/// Checks the blueprint as a whole.
pub const fn check(blueprint: &Blueprint<'_>) -> Option<Problem> {
    if let Some(problem) = cf01_illegal_name::name("blueprint", blueprint.name, Subject::Blueprint) {
        return Some(problem);
    }
    if !blueprint.instances.is_empty() {
        return None;
    }
    let message = Message::new("blueprint ")
        .quoted(blueprint.name)
        .text(" has no streamlets")
        .help()
        .text("add one: `streamlets { ingress = HttpIngress<Reading>; }`");
    Some(Problem { code: RULE.code, subject: Subject::Blueprint, related: None, message })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;

    #[test]
    fn nothing_runs() {
        let mut fixture = Fixture::new();
        fixture.instances.clear();
        fixture.connections.clear();
        fixture.refuses(
            "CF15",
            "blueprint `test` has no streamlets\n\
             help: add one: `streamlets { ingress = HttpIngress<Reading>; }`",
        );
    }
}
