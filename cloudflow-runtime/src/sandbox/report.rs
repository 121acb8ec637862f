//! What the sandbox shows: the graph, the endpoints, and how many records went through each port.

use std::io::{self, Write};
use std::time::Instant;

use cloudflow_model::{Blueprint, draw};

use super::endpoints::Endpoint;
use crate::runner::{Plan, PortRole};

/// Prints to a terminal or a pipe alike: whole lines, no cursor movement.
pub(super) struct Report<'a> {
    output: &'a mut dyn Write,
    started: Instant,
    last: Vec<u64>,
}

impl<'a> Report<'a> {
    pub(super) fn new(output: &'a mut dyn Write) -> Self {
        Self { output, started: Instant::now(), last: Vec::new() }
    }

    /// Prints what runs where.
    pub(super) fn start(
        &mut self,
        blueprint: &Blueprint<'_>,
        transport: &str,
        endpoints: &[Endpoint],
    ) -> io::Result<()> {
        writeln!(self.output, "{}", draw::ascii(blueprint))?;
        writeln!(self.output, "`{}` runs on {transport}. Ctrl-C stops it.", blueprint.name)?;
        for endpoint in endpoints {
            writeln!(self.output, "  {} serves on http://{}", endpoint.instance, endpoint.address)?;
        }
        writeln!(self.output)?;
        self.output.flush()
    }

    /// Prints one line with the counts of all ports, if any of them moved.
    pub(super) fn counts(&mut self, plans: &[Plan]) -> io::Result<()> {
        let counts = current(plans);
        if counts == self.last || counts.iter().all(|count| *count == 0) {
            return Ok(());
        }
        let names = plans.iter().flat_map(|plan| {
            plan.ports.iter().map(move |port| format!("{}.{}", plan.instance, port.name))
        });
        write!(self.output, "[{:>6.1} s]", self.started.elapsed().as_secs_f64())?;
        for (name, count) in names.zip(&counts) {
            write!(self.output, " {name} {count}")?;
        }
        writeln!(self.output)?;
        self.last = counts;
        self.output.flush()
    }

    /// Prints the table of all ports, at the end.
    pub(super) fn summary(&mut self, plans: &[Plan]) -> io::Result<()> {
        let name = |plan: &Plan, port: &str| format!("{}.{port}", plan.instance);
        let width = plans
            .iter()
            .flat_map(|plan| plan.ports.iter().map(|port| name(plan, port.name).len()))
            .max()
            .unwrap_or_default();
        writeln!(self.output, "\nrecords after {:.1} s:", self.started.elapsed().as_secs_f64())?;
        for plan in plans {
            for port in &plan.ports {
                let direction = match port.role {
                    PortRole::Inlet { .. } => "received",
                    PortRole::Outlet => "sent",
                };
                let name = name(plan, port.name);
                writeln!(self.output, "  {name:width$}  {:>10} {direction}", port.count.get())?;
            }
        }
        self.output.flush()
    }
}

fn current(plans: &[Plan]) -> Vec<u64> {
    plans.iter().flat_map(|plan| &plan.ports).map(|port| port.count.get()).collect()
}
