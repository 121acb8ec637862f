//! The log of the process, as the configuration asks for it.

use std::env;
use std::io::{self, IsTerminal as _};

use tracing_subscriber::filter::Targets;
use tracing_subscriber::prelude::*;
use tracing_subscriber::{Registry, fmt};

use crate::config::{LogFilter, LogFormat, LogSettings};

/// Starts the log, on standard error: standard output belongs to the command. `default` is the form of
/// a line where nobody watches and the configuration says nothing; a terminal gets text.
pub(super) fn start(settings: &LogSettings, default: LogFormat) {
    let is_terminal = io::stderr().is_terminal();
    let default = if is_terminal { LogFormat::Text } else { default };
    let registry = Registry::default().with(targets(&settings.filter));
    let layer = fmt::layer().with_writer(io::stderr);
    // An embedder may have a subscriber already; then that one is meant.
    let _ = match settings.format.unwrap_or(default) {
        LogFormat::Text => {
            let has_colours = is_terminal && !is_set("NO_COLOR");
            let layer = layer.with_target(false).with_ansi(has_colours);
            registry.with(layer).try_init()
        }
        LogFormat::Json => {
            let layer = layer.json().flatten_event(true).with_current_span(false);
            registry.with(layer).try_init()
        }
    };
}

fn targets(filter: &LogFilter) -> Targets {
    Targets::new().with_default(filter.level).with_targets(filter.targets.iter().cloned())
}

/// Returns whether a variable has a value; an empty one counts as absent (no-color.org).
fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;
    use crate::config::{Configuration, EGRESS, Sources};

    fn with(log: &str) -> Targets {
        let settings = vec![format!("log={log}")];
        let sources = Sources { settings, ..Sources::default() };
        let resolved = Configuration::resolve(&crate::command::tests::WEATHER, &sources);
        targets(&resolved.unwrap().log.filter)
    }

    #[test]
    fn a_level_for_a_module_leaves_the_others_at_info() {
        let targets = with("h2=debug");
        assert!(targets.would_enable("h2::client", &Level::DEBUG));
        assert!(targets.would_enable("app", &Level::INFO));
        assert!(!targets.would_enable("app", &Level::DEBUG));
    }

    #[test]
    fn records_of_an_egress_are_written_at_every_level() {
        for (log, is_written) in [
            ("info", true),
            ("warn", true),
            ("error,cloudflow=error", true),
            ("off", false),
            ("cloudflow::egress=off", false),
        ] {
            assert_eq!(with(log).would_enable(EGRESS, &Level::INFO), is_written, "{log}");
        }
    }
}
