//! Which log lines are written: a level for everything, and levels for modules.

use std::fmt;
use std::str::FromStr as _;

use cloudflow_model::nearest;
use tracing::level_filters::LevelFilter;

/// The target of the records that `LogEgress` writes. They are output, not log lines: they vanish only
/// when a filter says `off` or names this target.
pub(crate) const EGRESS: &str = "cloudflow::egress";

const LEVELS: &[&str] = &["off", "error", "warn", "info", "debug", "trace"];

/// Which log lines are written, such as `debug` or `info,rdkafka=debug`: a level for everything, `info`
/// unless one is given, and levels for modules.
///
/// A word alone is a level. It is never the name of a module, which `inof` would be otherwise, and
/// everything else would fall silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LogFilter {
    /// The level of everything without one of its own.
    pub(crate) level: LevelFilter,
    /// The levels of modules.
    pub(crate) targets: Vec<(String, LevelFilter)>,
}

/// What is wrong with a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) title: String,
    pub(super) help: String,
}

impl LogFilter {
    /// Parses a filter.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let (mut level, mut targets) = (None, Vec::new());
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((target, level)) => {
                    targets.push((module(target.trim())?, parse_level(level.trim())?));
                }
                None => {
                    if level.replace(parse_level(part)?).is_some() {
                        return Err(Fault {
                            title: format!("`{part}` is a second level for everything"),
                            help: format!("remove it, or write `MODULE={part}`"),
                        });
                    }
                }
            }
        }
        let level = level.unwrap_or(LevelFilter::INFO);
        let keeps_records = level != LevelFilter::OFF && level < LevelFilter::INFO;
        if keeps_records && targets.iter().all(|(target, _)| target != EGRESS) {
            targets.push((EGRESS.to_owned(), LevelFilter::INFO));
        }
        Ok(Self { level, targets })
    }
}

impl Default for LogFilter {
    fn default() -> Self {
        Self { level: LevelFilter::INFO, targets: Vec::new() }
    }
}

impl fmt::Display for LogFilter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.level)?;
        self.targets.iter().try_for_each(|(target, level)| write!(formatter, ",{target}={level}"))
    }
}

fn parse_level(text: &str) -> Result<LevelFilter, Fault> {
    let lower = text.to_ascii_lowercase();
    // The parser also takes numbers, which nobody can read.
    let known = LEVELS.iter().find(|level| **level == lower);
    if let Some(level) = known.and_then(|level| LevelFilter::from_str(level).ok()) {
        return Ok(level);
    }
    Err(Fault {
        title: format!("`{text}` is not a level"),
        help: match nearest(&lower, LEVELS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "write one of {}, or `MODULE=LEVEL`, such as `info,rdkafka=debug`",
                super::names::list(LEVELS)
            ),
        },
    })
}

fn module(text: &str) -> Result<String, Fault> {
    let is_letter = |letter: char| letter.is_alphanumeric() || "_-:".contains(letter);
    if !text.is_empty() && text.chars().all(is_letter) {
        return Ok(text.to_owned());
    }
    Err(Fault {
        title: format!("`{text}` is not the path of a module"),
        help: "write `MODULE=LEVEL`, such as `info,rdkafka=debug`".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_that_are_understood() {
        for (text, expected) in [
            ("", "info"),
            ("debug", "debug"),
            ("Trace,", "trace"),
            ("rdkafka=debug", "info,rdkafka=debug"),
            ("info, rdkafka = debug", "info,rdkafka=debug"),
            // The records of an egress are output.
            ("warn", "warn,cloudflow::egress=info"),
            ("error,cloudflow=off", "error,cloudflow=off,cloudflow::egress=info"),
            ("off", "off"),
            ("off,app=debug", "off,app=debug"),
            ("info,cloudflow::egress=off", "info,cloudflow::egress=off"),
            ("warn,cloudflow::egress=warn", "warn,cloudflow::egress=warn"),
        ] {
            assert_eq!(
                LogFilter::parse(text).map(|filter| filter.to_string()).as_deref(),
                Ok(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn filters_that_are_refused() {
        let levels = "write one of `off`, `error`, `warn`, `info`, `debug`, `trace`, or \
                      `MODULE=LEVEL`, such as `info,rdkafka=debug`";
        for (text, title, help) in [
            ("inof", "`inof` is not a level", "did you mean `info`?"),
            ("info,rdkafka", "`rdkafka` is not a level", levels),
            ("3", "`3` is not a level", levels),
            ("rdkafka=loud", "`loud` is not a level", levels),
            ("rdkafka=", "`` is not a level", levels),
            (
                "info,debug",
                "`debug` is a second level for everything",
                "remove it, or write `MODULE=debug`",
            ),
            (
                "[span{id=1}]=debug",
                "`[span{id` is not the path of a module",
                "write `MODULE=LEVEL`, such as `info,rdkafka=debug`",
            ),
        ] {
            let fault = LogFilter::parse(text).expect_err(text);
            assert_eq!((fault.title.as_str(), fault.help.as_str()), (title, help));
        }
    }
}
