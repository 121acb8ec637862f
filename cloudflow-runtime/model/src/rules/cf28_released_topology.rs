//! CF28: what `blueprint.lock` has released stays, or changes without a loss.

use super::Rule;

/// The rule. The comparison itself is `lock::Release::changes`: the lock is a file of the build,
/// which no constant reads.
pub const RULE: Rule = Rule {
    code: "CF28",
    states: "what is released in `blueprint.lock` stays, or changes so that no record is lost, comes again \
             or comes in another order",
    explanation: "Code is replaced with every deployment; topics, consumer groups with their offsets, and \
                  volumes stay, and names are what connects them. `release` writes them down, and every \
                  build compares: a change that breaks something ends the build, one that needs people \
                  first is a warning, with the reason and what to type. In the example the topic of \
                  `ingress.out` is released as `readings`. To give up on something, change or remove \
                  its line in the lock.",
    wrong: r#"
blueprint! {
    #[locks = "./released"]
    pub app {
        streamlets { ingress = source; }
        topics { ingress.out { name = "sensor-readings" } }
    }
}
"#,
    right: r#"
blueprint! {
    #[locks = "./released"]
    pub app {
        streamlets { ingress = source; }
        topics { ingress.out { name = "readings" } }
    }
}
"#,
};

#[cfg(all(test, feature = "lock"))]
mod tests {
    use super::super::fixture::{Fixture, port, topic};
    use crate::lock::{Release, Verdict};

    #[test]
    fn a_loss_is_reported_with_the_rule() {
        let mut fixture = Fixture::new();
        fixture.topics.push(topic(port(0, "out"), Some("readings")));
        let released = Release::of(&fixture.blueprint());
        assert_eq!(released.changes(&released, "blueprint.lock"), []);

        fixture.topics.clear();
        let changes = released.changes(&Release::of(&fixture.blueprint()), "blueprint.lock");
        let [change] = changes.as_slice() else { panic!("{changes:#?}") };
        assert_eq!(change.verdict, Verdict::Breaks);
        let text = change.to_string();
        let title = text.lines().next().unwrap_or_default();
        assert!(title.ends_with("gets nothing more (breaks) [CF28]"), "{title}");
    }

    #[test]
    fn what_is_compatible_breaks_no_rule() {
        let mut fixture = Fixture::new();
        let released = Release::of(&fixture.blueprint());
        fixture.instances[1].name = "convert";
        let added = super::super::fixture::instance("other", &super::super::fixture::SOURCE);
        fixture.instances.push(added);
        let changes = released.changes(&Release::of(&fixture.blueprint()), "blueprint.lock");
        assert!(!changes.is_empty());
        assert!(changes.iter().all(|change| change.rule().is_none()), "{changes:#?}");
    }
}
