//! What the rules about outlets (CF04, CF10) and about inlets (CF05, CF09) have in common.

use crate::distance::{distance, is_near};
use crate::text::equal;
use crate::{Descriptor, Inlet, Instance, Message, Outlet};

/// The ports on one side of a streamlet.
#[derive(Clone, Copy)]
pub(super) enum Ports<'a> {
    Inlets(&'a [Inlet<'a>]),
    Outlets(&'a [Outlet<'a>]),
}

impl<'a> Ports<'a> {
    const fn len(self) -> usize {
        match self {
            Self::Inlets(inlets) => inlets.len(),
            Self::Outlets(outlets) => outlets.len(),
        }
    }

    const fn name(self, at: usize) -> &'a str {
        match self {
            Self::Inlets(inlets) => inlets[at].name,
            Self::Outlets(outlets) => outlets[at].name,
        }
    }

    const fn noun(self) -> &'static str {
        match self {
            Self::Inlets(_) => "inlet",
            Self::Outlets(_) => "outlet",
        }
    }

    /// Starts a message about a port that the streamlet does not have, and says which was meant, or
    /// which there are.
    pub(super) const fn unknown(
        self,
        instance: &Instance<'_>,
        kind: &str,
        wanted: &str,
    ) -> Message {
        let message = Message::new("streamlet ")
            .quoted(instance.streamlet.name)
            .text(" has no ")
            .text(kind)
            .text(" ")
            .quoted(wanted)
            .help();
        if self.len() == 0 {
            return message
                .quoted(instance.name)
                .text(" has no ")
                .text(self.noun())
                .text("s; connect another instance");
        }
        let mut best = 0;
        let mut list = Message::new("");
        let mut at = 0;
        while at < self.len() {
            if distance(wanted, self.name(at)) < distance(wanted, self.name(best)) {
                best = at;
            }
            list = list.text(if at == 0 { "" } else { ", " }).port(instance.name, self.name(at));
            at += 1;
        }
        if self.len() == 1 || is_near(wanted, self.name(best)) {
            message.text("did you mean ").port(instance.name, self.name(best)).text("?")
        } else {
            message.text("its ").text(self.noun()).text("s are ").text(list.as_str())
        }
    }

    /// Makes a message about a port that a declaration names and does not have.
    pub(super) const fn undeclared(self, streamlet: &str, wanted: &str) -> Message {
        let message = Message::new("streamlet ")
            .quoted(streamlet)
            .text(" has no ")
            .text(self.noun())
            .text(" ")
            .quoted(wanted)
            .help();
        let mut best = 0;
        let mut list = Message::new("");
        let mut at = 0;
        while at < self.len() {
            if distance(wanted, self.name(at)) < distance(wanted, self.name(best)) {
                best = at;
            }
            list = list.text(if at == 0 { "" } else { ", " }).quoted(self.name(at));
            at += 1;
        }
        if self.len() > 0 && is_near(wanted, self.name(best)) {
            message.text("did you mean ").quoted(self.name(best)).text("?")
        } else {
            message.text("its ").text(self.noun()).text("s are ").text(list.as_str())
        }
    }

    /// Starts a message about the ports that nothing mentions, and returns the first of them, unless
    /// they all are mentioned, or a port that does not exist may have been meant for one.
    pub(super) const fn unconnected(
        self,
        instance: &Instance<'_>,
        mentioned: &[&str],
    ) -> Option<(Message, &'a str)> {
        let mut first = 0;
        while first < self.len() && is_mentioned(mentioned, self.name(first)) {
            first += 1;
        }
        if first == self.len() || names_unknown_port(instance.streamlet, mentioned) {
            return None;
        }
        let mut list = Message::new("").port(instance.name, self.name(first));
        let mut is_one = true;
        let mut at = first + 1;
        while at < self.len() {
            if !is_mentioned(mentioned, self.name(at)) {
                list = list.text(", ").port(instance.name, self.name(at));
                is_one = false;
            }
            at += 1;
        }
        let message = Message::new(self.noun())
            .text(if is_one { " " } else { "s " })
            .text(list.as_str())
            .text(if is_one { " is not connected" } else { " are not connected" })
            .help();
        Some((message, self.name(first)))
    }
}

/// Returns whether a connection or a topic entry mentions this port, on whichever side: a reversed
/// connection is a problem of its own.
pub(super) const fn is_mentioned(mentioned: &[&str], port: &str) -> bool {
    let mut at = 0;
    while at < mentioned.len() {
        if equal(mentioned[at], port) {
            return true;
        }
        at += 1;
    }
    false
}

/// Returns whether a port is mentioned that the streamlet does not have: a problem of its own, and
/// probably the port that is missing here.
const fn names_unknown_port(streamlet: &Descriptor<'_>, mentioned: &[&str]) -> bool {
    let mut at = 0;
    while at < mentioned.len() {
        if !is_port(streamlet, mentioned[at]) {
            return true;
        }
        at += 1;
    }
    false
}

pub(super) const fn is_port(streamlet: &Descriptor<'_>, port: &str) -> bool {
    streamlet.inlet(port).is_some() || streamlet.outlet(port).is_some()
}
