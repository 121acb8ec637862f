//! The log of the process: which lines, and in which form.

use std::env;
use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use super::Failure;

/// Which lines are written, in the syntax of `tracing_subscriber::EnvFilter`.
const FILTER: &str = "CLOUDFLOW_LOG";

/// `text` or `json`.
const FORMAT: &str = "CLOUDFLOW_LOG_FORMAT";

/// The form of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// For people.
    Text,
    /// One object in a line, for what collects logs.
    Json,
}

impl Style {
    /// Returns what a pod writes: JSON, unless somebody watches.
    pub(super) fn of_pod() -> Self {
        if io::stderr().is_terminal() { Self::Text } else { Self::Json }
    }
}

/// Starts the log, on standard error: standard output belongs to the command.
pub(super) fn start(default: Style) -> Result<(), Failure> {
    let filter = filter(env::var(FILTER).ok().as_deref())?;
    let style = style(env::var(FORMAT).ok().as_deref(), default)?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // An embedder may have a subscriber already; then that one is meant.
    let _ = match style {
        Style::Text => {
            let has_colours = io::stderr().is_terminal() && !is_set("NO_COLOR");
            builder.with_target(false).with_ansi(has_colours).try_init()
        }
        Style::Json => builder.json().flatten_event(true).with_current_span(false).try_init(),
    };
    Ok(())
}

fn filter(text: Option<&str>) -> Result<EnvFilter, Failure> {
    let builder = EnvFilter::builder().with_default_directive(LevelFilter::INFO.into());
    let parsed = builder.parse(text.unwrap_or_default());
    parsed.map_err(|error| {
        Failure::Usage(format!(
            "`{FILTER}` cannot be understood: {error}\n\
             help: write a level, such as `debug`, or levels by module, such as `info,rdkafka=debug`"
        ))
    })
}

fn style(text: Option<&str>, default: Style) -> Result<Style, Failure> {
    match text {
        None | Some("") => Ok(default),
        Some("text") => Ok(Style::Text),
        Some("json") => Ok(Style::Json),
        Some(other) => Err(Failure::Usage(format!(
            "`{FORMAT}` is `{other}`, and must be `text` or `json`\nhelp: set `{FORMAT}=text`"
        ))),
    }
}

/// Returns whether a variable has a value; an empty one counts as absent (no-color.org).
fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_starts_at_info() {
        for (text, shown) in [(None, "info"), (Some("debug"), "debug"), (Some("a=warn"), "a=warn")]
        {
            assert_eq!(filter(text).unwrap().to_string(), shown);
        }
        assert!(matches!(filter(Some("a=loud")), Err(Failure::Usage(_))));
    }

    #[test]
    fn the_format_is_one_of_two() {
        for (text, expected) in
            [(None, Style::Json), (Some(""), Style::Json), (Some("text"), Style::Text)]
        {
            assert_eq!(style(text, Style::Json).unwrap(), expected);
        }
        assert!(matches!(style(Some("xml"), Style::Text), Err(Failure::Usage(_))));
    }
}
