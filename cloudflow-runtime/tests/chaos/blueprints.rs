//! The applications under test: this executable runs one of them when a variable names it.

use std::process::ExitCode;

use cloudflow_runtime::Application;
use cloudflow_runtime::prelude::*;

use crate::streamlets::{
    Item, buffered, count, double, drop_odd, fail, fail_over_streams, hang, hold, join, merge,
    numbers, pass, side_by_side, slow, spawned, split, swell, timed,
};

/// The variable that makes this executable an application: its name.
pub(crate) const APPLICATION: &str = "CHAOS_APPLICATION";

/// Runs the application of this name, with the arguments of the process.
pub(crate) fn run(name: &str) -> ExitCode {
    let all = [
        chaos::APPLICATION,
        findings::APPLICATION,
        sandbox_count::APPLICATION,
        sandbox_join::APPLICATION,
        sandbox_drain::APPLICATION,
        sandbox_refused::APPLICATION,
    ];
    let application: Option<&Application> = all.iter().find(|one| one.blueprint().name == name);
    application.unwrap_or_else(|| panic!("no application `{name}`")).main()
}

blueprint! {
    /// A split and a merge, between topics that the test writes and reads.
    pub(crate) chaos {
        streamlets {
            split  = split;
            double = double;
            pass   = pass;
            merge  = merge;
        }
        connections {
            split.even => double.item;
            split.odd  => pass.item;
            double.out => merge.a;
            pass.out   => merge.b;
        }
        topics {
            split.item { name = "chaos.source" }
            split.even { name = "chaos.even" }
            split.odd  { name = "chaos.odd" }
            double.out { name = "chaos.doubled" }
            pass.out   { name = "chaos.passed" }
            merge.out  { name = "chaos.last" }
        }
    }
}

blueprint! {
    /// Each instance is an application of its own, between topics that the test writes and reads.
    pub(crate) findings {
        streamlets {
            join     = join;
            count    = count;
            hang     = hang;
            swell    = swell;
            fail     = fail;
            streams  = fail_over_streams;
            buffered = buffered;
            sides    = side_by_side;
            spawned  = spawned;
            timed    = timed;
            hold     = hold;
            pass     = pass;
            odd      = drop_odd;
            http     = HttpIngress<Item>;
        }
        topics {
            join.left     { name = "findings.join.left", partitions = 2 }
            join.right    { name = "findings.join.right", partitions = 2 }
            join.out      { name = "findings.join.out", partitions = 2 }
            count.items   { name = "findings.count.items", partitions = 2 }
            count.out     { name = "findings.count.out", partitions = 2 }
            hang.item     { name = "findings.hang.item", partitions = 1 }
            hang.out      { name = "findings.hang.out", partitions = 1 }
            swell.item    { name = "findings.swell.item", partitions = 1 }
            swell.out     { name = "findings.swell.out", partitions = 1, max.message.bytes = 2_000 }
            fail.item     { name = "findings.fail.item", partitions = 1 }
            fail.out      { name = "findings.fail.out", partitions = 1 }
            streams.items { name = "findings.streams.items", partitions = 1 }
            streams.out   { name = "findings.streams.out", partitions = 1 }
            buffered.items { name = "findings.buffered.items", partitions = 2 }
            buffered.out  { name = "findings.buffered.out", partitions = 1 }
            sides.left    { name = "findings.sides.left", partitions = 2 }
            sides.right   { name = "findings.sides.right", partitions = 1 }
            sides.out     { name = "findings.sides.out", partitions = 1 }
            spawned.items { name = "findings.spawned.items", partitions = 2 }
            spawned.out   { name = "findings.spawned.out", partitions = 1 }
            timed.items   { name = "findings.timed.items", partitions = 2 }
            timed.out     { name = "findings.timed.out", partitions = 1 }
            hold.items    { name = "findings.hold.items", partitions = 1 }
            pass.item     { name = "findings.pass.item", partitions = 2 }
            pass.out      { name = "findings.pass.out", partitions = 2 }
            odd.items     { name = "findings.odd.items", partitions = 2 }
            odd.out       { name = "findings.odd.out", partitions = 2 }
            http.out      { name = "findings.http.out", partitions = 1, max.message.bytes = 2_000 }
        }
    }
}

blueprint! {
    /// Counts what stands in a file.
    pub(crate) sandbox_count {
        streamlets {
            file  = FileIngress<Item>;
            count = count;
            out   = FileEgress<Item> { file = "out.jsonl" };
        }
        connections { file.out => count.items; count.out => out.in; }
    }
}

blueprint! {
    /// Joins what stands in two files.
    pub(crate) sandbox_join {
        streamlets {
            left  = FileIngress<Item> { file = "left.jsonl" };
            right = FileIngress<Item> { file = "right.jsonl" };
            join  = join;
            out   = FileEgress<Item> { file = "out.jsonl" };
        }
        connections { left.out => join.left; right.out => join.right; join.out => out.in; }
    }
}

blueprint! {
    /// A source that is faster than what follows.
    pub(crate) sandbox_drain {
        streamlets {
            numbers = numbers;
            slow    = slow;
            out     = FileEgress<Item> { file = "out.jsonl" };
        }
        connections { numbers.out => slow.item; slow.out => out.in; }
    }
}

blueprint! {
    /// Makes a record that its topic refuses.
    pub(crate) sandbox_refused {
        streamlets {
            numbers = numbers;
            swell   = swell;
            out     = FileEgress<Item> { file = "out.jsonl" };
        }
        connections { numbers.out => swell.item; swell.out => out.in; }
        topics { swell.out { max.message.bytes = 2_000 } }
    }
}
