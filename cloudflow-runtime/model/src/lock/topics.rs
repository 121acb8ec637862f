//! Comparing a released topology with the one that is built: topics.

use super::compare::Comparison;
use super::release::{Release, Topic};
use super::{Schemas, Verdict};

/// Finds what changed about each released topic.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (old, new) = (comparison.old, comparison.new);
    for (name, before) in &old.topics {
        match (new.topics.get(name), comparison.topics.get(name.as_str()).copied()) {
            (Some(after), _) => pair(comparison, name, before, after),
            (None, Some(now)) => renamed(comparison, name, now, before),
            (None, None) => removed(comparison, name, before),
        }
    }
    for name in new.topics.keys() {
        let is_renamed = comparison.topics.values().any(|renamed| *renamed == name);
        if !old.topics.contains_key(name) && !is_renamed {
            let message = format!("topic `{name}` is new");
            comparison.add(Verdict::Compatible, format!("topic {name}"), message, "");
        }
    }
}

fn renamed(comparison: &mut Comparison<'_>, old: &str, now: &str, entry: &Topic) {
    let message = format!(
        "topic `{old}` is now called `{now}`: what is unread in `{old}` stays unread, and who reads it \
         elsewhere gets nothing more"
    );
    let at = comparison.at(entry.line);
    let help = match port(comparison.new, now) {
        Some(port) => format!(
            "write `{port} {{ name = \"{old}\" }}` in `topics`; or remove its entry at {at} when \
             nobody needs it"
        ),
        None => format!("remove its entry at {at} when nobody needs it"),
    };
    comparison.add(Verdict::Breaks, format!("topic {old}"), message, help);
}

fn removed(comparison: &mut Comparison<'_>, name: &str, entry: &Topic) {
    // Without the instances that wrote it a topic goes with them, and what nothing here wrote is not
    // ours: both are reported with the instances that are gone.
    let old = comparison.old;
    let mut writers = old
        .instances
        .iter()
        .filter(|(_, instance)| instance.outlets.values().any(|outlet| outlet.topic == name));
    if !writers.any(|(instance, _)| comparison.instance(instance).is_some()) {
        return;
    }
    let message = format!(
        "topic `{name}` is gone: what is unread in it stays unread, and who reads it elsewhere gets \
         nothing more"
    );
    let help = format!(
        "bring it back in the blueprint; or remove its entry at {} when nobody needs it",
        comparison.at(entry.line)
    );
    comparison.add(Verdict::Breaks, format!("topic {name}"), message, help);
}

fn pair(comparison: &mut Comparison<'_>, name: &str, before: &Topic, after: &Topic) {
    // The partitions of a topic that exists already are not ours to choose.
    if before.managed && after.managed && before.partitions != after.partitions {
        partitions(comparison, name, before, after);
    }
    if before.schema != after.schema {
        let message = format!(
            "topic `{name}` carries `{}` and carried `{}`: what is unread in it is of the old type",
            after.schema, before.schema
        );
        let help = "wait until its readers have read everything, then deploy; or give the new type a \
                    topic of its own";
        comparison.add(Verdict::Migration, format!("topic {name}"), message, help);
    } else if before.fingerprint != after.fingerprint {
        let message = format!(
            "topic `{name}` carries another version of `{}`, which was compared with those in `{}`",
            after.schema,
            Schemas::FILE
        );
        comparison.add(Verdict::Compatible, format!("topic {name}"), message, "");
    }
}

fn partitions(comparison: &mut Comparison<'_>, name: &str, before: &Topic, after: &Topic) {
    let (old, new) = (before.partitions, after.partitions);
    let subject = format!("topic {name}");
    let has = format!("topic `{name}` has {new} partitions and is released with {old}");
    let keep = match port(comparison.new, name) {
        Some(port) => format!("write `{port} {{ partitions = {old} }}` in `topics`"),
        None => format!("give it {old} again"),
    };
    let accept =
        format!("write `partitions = {new}` in the entry at {}", comparison.at(before.line));
    if new < old {
        let message = format!("{has}: Kafka cannot take partitions away");
        let help = format!("{keep}; or make a new topic with another name");
        comparison.add(Verdict::Breaks, subject, message, help);
    } else if is_keyed(comparison.old, name) || is_keyed(comparison.new, name) {
        let message = format!(
            "{has}: keys move to other partitions, so records of one key are read out of order"
        );
        let help = format!("{keep}; or {accept} if that may happen once");
        comparison.add(Verdict::Breaks, subject, message, help);
    } else {
        let message = format!("{has}: Kafka adds the others, and no record has a key");
        comparison.add(Verdict::Compatible, subject, message, "");
    }
}

/// Returns whether records in the topic may have keys: an outlet gives them one, or none of the
/// outlets here writes it.
fn is_keyed(release: &Release, topic: &str) -> bool {
    let mut outlets = release
        .instances
        .values()
        .flat_map(|instance| instance.outlets.values())
        .filter(|outlet| outlet.topic == topic)
        .peekable();
    outlets.peek().is_none() || outlets.any(|outlet| outlet.key.is_there())
}

/// Returns a port that uses the topic, as a blueprint names it.
fn port(release: &Release, topic: &str) -> Option<String> {
    let instances = || release.instances.iter();
    let outlet = instances().find_map(|(instance, entry)| {
        let found = entry.outlets.iter().find(|(_, outlet)| outlet.topic == topic);
        found.map(|(port, _)| format!("{instance}.{port}"))
    });
    outlet.or_else(|| {
        instances().find_map(|(instance, entry)| {
            let found = entry.inlets.iter().find(|(_, inlet)| inlet.topic == topic);
            found.map(|(port, _)| format!("{instance}.{port}"))
        })
    })
}
