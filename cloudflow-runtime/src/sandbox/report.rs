//! What the sandbox shows: the graph, the endpoints, and how many records went through each port.

use std::io::{self, Write};
use std::iter;
use std::time::Instant;

use cloudflow_model::Blueprint;

use super::endpoints::Endpoint;
use crate::draw;
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

    /// Prints one line with the ports whose counts moved since the last one, if any did.
    pub(super) fn counts(&mut self, plans: &[Plan]) -> io::Result<()> {
        let rows = rows(plans);
        let before = self.last.iter().copied().chain(iter::repeat(0));
        let moved: Vec<&Row> = rows
            .iter()
            .zip(before)
            .filter(|(row, last)| row.count != *last)
            .map(|(row, _)| row)
            .collect();
        if moved.is_empty() {
            return Ok(());
        }
        let list = |direction: &str| {
            let moved = moved.iter().filter(|row| row.direction == direction);
            let ports: Vec<String> =
                moved.map(|row| format!("{}={}", row.name, row.count)).collect();
            if ports.is_empty() { None } else { Some(format!("{direction}: {}", ports.join(" "))) }
        };
        let lists: Vec<String> = [SENT, RECEIVED].into_iter().filter_map(list).collect();
        let seconds = self.started.elapsed().as_secs_f64();
        writeln!(self.output, "[{seconds:>6.1} s] {}", lists.join("; "))?;
        self.last = rows.iter().map(|row| row.count).collect();
        self.output.flush()
    }

    /// Says which topics are full and keep their writers waiting.
    pub(super) fn full(&mut self, topics: &[String]) -> io::Result<()> {
        for topic in topics {
            writeln!(self.output, "waiting: {topic}")?;
        }
        self.output.flush()
    }

    /// Prints the table of all ports, at the end; nothing after a failure before the first record,
    /// which has the better explanation.
    pub(super) fn summary(&mut self, plans: &[Plan], is_failure: bool) -> io::Result<()> {
        let rows = rows(plans);
        let seconds = self.started.elapsed().as_secs_f64();
        if rows.iter().any(|row| row.count > 0) {
            let width = rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
            writeln!(self.output, "\nrecords after {seconds:.1} s:")?;
            for Row { name, direction, count } in rows {
                writeln!(self.output, "  {name:width$}  {count:>10} {direction}")?;
            }
        } else if !is_failure {
            writeln!(self.output, "\nno records after {seconds:.1} s")?;
        }
        self.output.flush()
    }
}

/// What went through a port up to now.
struct Row {
    name: String,
    direction: &'static str,
    count: u64,
}

const SENT: &str = "sent";
const RECEIVED: &str = "received";

fn rows(plans: &[Plan]) -> Vec<Row> {
    let all = plans.iter().flat_map(|plan| {
        plan.ports.iter().map(move |port| Row {
            name: format!("{}.{}", plan.instance, port.name),
            direction: match port.role {
                PortRole::Inlet => RECEIVED,
                PortRole::Outlet => SENT,
            },
            count: port.count.get(),
        })
    });
    all.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::tests::plans;

    /// Returns what is printed, without the seconds, which no test can know.
    fn printed(print: impl FnOnce(&mut Report<'_>)) -> String {
        let mut output = Vec::new();
        print(&mut Report::new(&mut output));
        let text = String::from_utf8(output).expect("text");
        let after = |line: &str| line.split_once("s] ").map_or(line, |(_, rest)| rest).to_owned();
        text.lines().map(after).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_line_has_the_ports_that_moved() {
        let plans = plans();
        let text = printed(|report| {
            report.counts(&plans).expect("a buffer");
            plans[0].ports[0].count.add(1);
            report.counts(&plans).expect("a buffer");
            report.counts(&plans).expect("a buffer");
            plans[0].ports[0].count.add(1);
            plans[1].ports.iter().for_each(|port| port.count.add(1));
            report.counts(&plans).expect("a buffer");
        });
        assert_eq!(
            text,
            "sent: source.out=1\nsent: source.out=2 step.out=1; received: step.number=1"
        );
    }

    #[test]
    fn nothing_is_counted_when_nothing_ran() {
        let plans = plans();
        assert_eq!(printed(|report| report.summary(&plans, true).expect("a buffer")), "");
        let text = printed(|report| report.summary(&plans, false).expect("a buffer"));
        assert!(text.starts_with("\nno records after "), "{text}");
        plans[0].ports[0].count.add(1);
        let text = printed(|report| report.summary(&plans, true).expect("a buffer"));
        let rows: Vec<Vec<&str>> =
            text.lines().skip(2).map(|line| line.split_whitespace().collect()).collect();
        let expected: [&[&str]; 4] = [
            &["source.out", "1", "sent"],
            &["step.number", "0", "received"],
            &["step.out", "0", "sent"],
            &["sink.in", "0", "received"],
        ];
        assert_eq!(rows, expected);
    }
}
