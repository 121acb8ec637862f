//! Comparing a released topology with the one that is built: instances and what belongs to them.
//!
//! Each change is found once, at its cause: a renamed instance is not also a removed and an added
//! one, and a renamed topic says nothing about each of its ports. Whoever accepts a change gives up
//! what the lock promises, by editing the lock: what is not written there is not compared.

use std::collections::{BTreeMap, BTreeSet};

use super::release::{Instance, Release};
use super::text::quoted;
use super::{Change, Verdict, keys, renamed, topics};

impl Release {
    /// Returns what changed between this release and `next`, the worst first; `path` is what
    /// messages call the file of this release.
    pub fn changes(&self, next: &Self, path: &str) -> Vec<Change> {
        let mut comparison = Comparison::new(self, next, path);
        if self.application == next.application {
            comparison.instances();
            topics::compare(&mut comparison);
        } else {
            comparison.application();
        }
        let mut found = comparison.found;
        found.sort_by_key(|change| std::cmp::Reverse(change.verdict));
        found
    }
}

/// Two topologies, what was renamed between them, and what was found so far.
pub(super) struct Comparison<'a> {
    pub(super) old: &'a Release,
    pub(super) new: &'a Release,
    /// New names of instances, by the old ones.
    instances: BTreeMap<&'a str, &'a str>,
    /// New names of topics, by the old ones.
    pub(super) topics: BTreeMap<&'a str, &'a str>,
    path: &'a str,
    found: Vec<Change>,
}

impl<'a> Comparison<'a> {
    fn new(old: &'a Release, new: &'a Release, path: &'a str) -> Self {
        let instances = renamed::instances(old, new);
        let topics = renamed::topics(old, new, &instances);
        Self { old, new, instances, topics, path, found: Vec::new() }
    }

    /// Returns what an instance is called now, if it is still there.
    pub(super) fn instance(&self, old: &'a str) -> Option<&'a str> {
        let kept = self.new.instances.get_key_value(old).map(|(name, _)| name.as_str());
        kept.or_else(|| self.instances.get(old).copied())
    }

    pub(super) fn add(
        &mut self,
        verdict: Verdict,
        subject: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (subject, message, help) = (subject.into(), message.into(), help.into());
        self.found.push(Change { verdict, subject, message, help });
    }

    /// Returns where a line of the lock is, to click on.
    pub(super) fn at(&self, line: usize) -> String {
        format!("`{}:{line}`", self.path)
    }

    fn application(&mut self) {
        let (old, new) = (&self.old.application, &self.new.application);
        let message = format!(
            "the blueprint is called `{new}` and is released as `{old}`: all its consumer groups and \
             topics would have new names, so nothing would read on where it stopped"
        );
        let help = format!(
            "call it `{old}` again; or remove `{}` if it is another application",
            self.path
        );
        self.add(Verdict::Breaks, "application", message, help);
    }

    fn instances(&mut self) {
        for (name, old) in &self.old.instances {
            match (self.new.instances.get(name), self.instances.get(name.as_str())) {
                (Some(new), _) => self.instance_pair(name, old, new),
                (None, Some(new)) => self.instance_renamed(name, new, old),
                (None, None) => self.instance_removed(name, old),
            }
        }
        for (name, new) in &self.new.instances {
            let is_renamed = self.instances.values().any(|renamed| *renamed == name);
            if !self.old.instances.contains_key(name) && !is_renamed {
                let message = format!("instance `{name}` (`{}`) is new", new.streamlet);
                self.add(Verdict::Compatible, format!("instance {name}"), message, "");
            }
        }
    }

    fn instance_renamed(&mut self, old: &str, new: &str, entry: &Instance) {
        let message = format!(
            "instance `{old}` is now called `{new}`, and so is its consumer group: what `{}` has read \
             counts no more, and all that Kafka still has is processed again",
            entry.group.as_deref().unwrap_or_default()
        );
        let help = format!(
            "call it `{old}` again; or remove its entry at {} if it may start over",
            self.at(entry.line)
        );
        self.add(Verdict::Breaks, format!("instance {old}"), message, help);
    }

    fn instance_removed(&mut self, name: &str, entry: &Instance) {
        let at = self.at(entry.line);
        let (message, help) = match &entry.group {
            None => (
                format!(
                    "instance `{name}` (`{}`) is gone: its pods run on until they are deleted",
                    entry.streamlet
                ),
                format!(
                    "delete its Deployment after this version is deployed; or bring it back, see {at}"
                ),
            ),
            Some(group) => (
                format!(
                    "instance `{name}` (`{}`) is gone: what `{group}` has not read stays unread, and \
                     its pods run on until they are deleted",
                    entry.streamlet
                ),
                format!(
                    "wait until `{group}` has read everything, then deploy and delete its Deployment; or bring it back, see {at}"
                ),
            ),
        };
        self.add(Verdict::Migration, format!("instance {name}"), message, help);
    }

    fn instance_pair(&mut self, name: &str, old: &'a Instance, new: &'a Instance) {
        if old.streamlet != new.streamlet {
            let message = format!(
                "instance `{name}` runs `{}` and ran `{}`: it reads on where that one stopped",
                new.streamlet, old.streamlet
            );
            self.add(Verdict::Compatible, format!("instance {name}"), message, "");
        }
        if let (Some(before), Some(after)) = (&old.group, &new.group)
            && before != after
        {
            let message = format!(
                "instance `{name}` has consumer group `{after}` and had `{before}`: what that one has \
                 read counts no more, and all that Kafka still has is processed again"
            );
            let at = self.at(old.line);
            let help = format!(
                "write `group = {}` in its entry at {at} if it may start over",
                quoted(after)
            );
            self.add(Verdict::Breaks, format!("instance {name}"), message, help);
        }
        self.partitioning(name, old, new);
        self.inlets(name, old, new);
        self.outlets(name, old, new);
        self.volumes(name, old, new);
    }

    /// Compares how the replicas divide the partitions. Kafka lets nobody into a group who would divide
    /// them otherwise than its members do.
    fn partitioning(&mut self, name: &str, old: &Instance, new: &Instance) {
        let (before, after) = (&old.co_partitioned, &new.co_partitioned);
        if before == after || new.inlets.is_empty() || old.inlets.is_empty() {
            return;
        }
        let subject = format!("instance {name}");
        let reads = |inlets: &BTreeSet<String>| {
            if inlets.is_empty() {
                return "each partition by itself".to_owned();
            }
            format!("the partitions of {} together", names(inlets))
        };
        let message =
            format!("instance `{name}` reads {} and read {}", reads(after), reads(before));
        if before.is_empty() || after.is_empty() {
            let group = old.group.as_deref().unwrap_or_default();
            let message = format!(
                "{message}: Kafka lets no pod that does the one into group `{group}` while a pod does the \
                 other"
            );
            let help = format!(
                "stop all pods of `{name}`, then deploy; or say what the streamlet said before, see {}",
                self.at(old.line)
            );
            self.add(Verdict::Migration, subject, message, help);
        } else {
            self.add(Verdict::Compatible, subject, message, "");
        }
    }

    /// Compares the inlets. What an instance has read of a topic is known to its consumer group, not to
    /// an inlet: whichever reads the topic now reads on.
    fn inlets(&mut self, name: &str, old: &'a Instance, new: &'a Instance) {
        let group = old.group.as_deref().unwrap_or_default();
        for (inlet, before) in &old.inlets {
            let (subject, at) = (format!("inlet {name}.{inlet}"), self.at(before.line));
            let topic = self.topic_now(&before.topic);
            let after = new.inlets.get(inlet);
            if after.is_some_and(|after| after.topic == topic) {
                continue;
            }
            let reader = new.inlets.iter().find(|(_, entry)| entry.topic == topic);
            let (verdict, message, help) = match (after, reader) {
                (_, Some((reader, _))) => (
                    Verdict::Compatible,
                    format!(
                        "inlet `{name}.{reader}` reads topic `{topic}` on where `{name}.{inlet}` stopped"
                    ),
                    String::new(),
                ),
                (None, None) => (
                    Verdict::Migration,
                    format!(
                        "inlet `{name}.{inlet}` is gone: what `{group}` has not read of `{}` stays unread",
                        before.topic
                    ),
                    format!(
                        "wait until `{group}` has read everything, then deploy; or bring it back, see {at}"
                    ),
                ),
                (Some(after), None) if self.is_moved(&before.topic, &after.topic) => (
                    Verdict::Migration,
                    format!(
                        "inlet `{name}.{inlet}` reads topic `{}` and read `{}`: what it has not read \
                         there stays unread",
                        after.topic, before.topic
                    ),
                    format!(
                        "wait until `{group}` has read everything, then deploy; or connect it as before, see {at}"
                    ),
                ),
                (Some(_), None) => continue,
            };
            self.add(verdict, subject, message, help);
        }
    }

    fn outlets(&mut self, name: &str, old: &'a Instance, new: &'a Instance) {
        for (outlet, before) in &old.outlets {
            let Some(after) = new.outlets.get(outlet) else { continue };
            let (subject, at) = (format!("outlet {name}.{outlet}"), self.at(before.line));
            if self.is_moved(&before.topic, &after.topic) {
                let message = format!(
                    "outlet `{name}.{outlet}` writes topic `{}` and wrote `{}`: who reads that one \
                     gets nothing more from it",
                    after.topic, before.topic
                );
                let help = format!("move its readers first; or connect it as before, see {at}");
                self.add(Verdict::Migration, subject, message, help);
            } else {
                keys::compare(self, &format!("{name}.{outlet}"), before, after);
            }
        }
    }

    fn volumes(&mut self, name: &str, old: &'a Instance, new: &'a Instance) {
        for (volume, before) in &old.volumes {
            if new.volumes.contains_key(volume) {
                continue;
            }
            let (subject, at) = (format!("volume {name}.{volume}"), self.at(before.line));
            let other = renamed::only(new.volumes.iter().filter(|(other, entry)| {
                !old.volumes.contains_key(*other) && entry.path == before.path
            }));
            let (message, help) = match other {
                Some((other, _)) => (
                    format!(
                        "volume `{volume}` of `{name}` is now called `{other}`: it starts empty, and \
                         what is in `{volume}` stays there"
                    ),
                    format!("call it `{volume}` again; or copy what is in it, then remove {at}"),
                ),
                None => (
                    format!(
                        "volume `{volume}` of `{name}` is gone: what is in it stays there, and nothing \
                         reads it"
                    ),
                    format!("save what is in it and delete its claim; or bring it back, see {at}"),
                ),
            };
            self.add(Verdict::Migration, subject, message, help);
        }
    }

    /// Returns whether a port left a topic that is promised and still there. What happened to the
    /// topic itself is reported with the topic.
    fn is_moved(&self, old: &str, new: &str) -> bool {
        old != new && self.old.topics.contains_key(old) && self.new.topics.contains_key(old)
    }

    /// Returns what a released topic is called now.
    fn topic_now<'t>(&'t self, old: &'t str) -> &'t str {
        self.topics.get(old).copied().unwrap_or(old)
    }
}

/// Returns the names in backticks.
fn names(names: &BTreeSet<String>) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(" and ")
}
