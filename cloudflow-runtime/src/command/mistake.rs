//! Says what is wrong with a command line, in the words of every other error: what, then `help:`.

use std::error::Error as _;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory as _};
use cloudflow_model::{Blueprint, nearest};

use super::arguments::Arguments;
use super::instance_name;

/// Returns what is wrong and what to type, or nothing for what only clap can say.
pub(super) fn describe(
    error: &clap::Error,
    program: &str,
    words: &[OsString],
    blueprint: &Blueprint<'_>,
) -> Option<String> {
    // The grammar as it is written: there the commands stand in their order.
    let command = &Arguments::command().name(program.to_owned());
    let found = |kind| context(error, kind);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let wanted = found(ContextKind::InvalidSubcommand)?;
            Some(unknown_command(wanted, command, words))
        }
        ErrorKind::UnknownArgument => {
            let wanted = found(ContextKind::InvalidArg)?;
            let near = found(ContextKind::SuggestedArg);
            let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let path = path(command, words);
            let what = if wanted.starts_with('-') { "option" } else { "argument" };
            Some(format!("there is no {what} `{wanted}`\nhelp: {near}`{path} --help` lists all"))
        }
        ErrorKind::InvalidValue => {
            let option = option(error)?;
            let known = contexts(error, ContextKind::ValidValue);
            let near = found(ContextKind::SuggestedValue);
            let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let what = match found(ContextKind::InvalidValue) {
                None | Some("") => format!("`{option}` has no value"),
                Some(value) => format!("`{option}` cannot be `{value}`"),
            };
            let help = match known {
                [] => format!("`{} --help` says what it takes", path(command, words)),
                known => format!("{near}there are {}", quoted(known)),
            };
            Some(format!("{what}\nhelp: {help}"))
        }
        ErrorKind::ValueValidation => {
            let (option, value) = (option(error)?, found(ContextKind::InvalidValue)?);
            let help = error.source()?;
            Some(format!("`{option}` cannot be `{value}`\nhelp: {help}"))
        }
        ErrorKind::MissingRequiredArgument if path(command, words).ends_with(" run") => {
            let instances = instance_name::list(blueprint);
            Some(format!("`run` needs the name of an instance\nhelp: there are {instances}"))
        }
        ErrorKind::ArgumentConflict => {
            let command = found(ContextKind::InvalidSubcommand)?;
            let option = contexts(error, ContextKind::PriorArg).first().map(String::as_str);
            let option = bare(option.or_else(|| found(ContextKind::PriorArg))?);
            Some(format!(
                "`{option}` cannot stand before `{command}`\n\
                 help: write options behind the command; `{program} {command} --help` lists its own"
            ))
        }
        _ => None,
    }
}

fn unknown_command(wanted: &str, command: &Command, words: &[OsString]) -> String {
    let names: Vec<&str> = deepest(command, words)
        .get_subcommands()
        .filter(|one| !one.is_hide_set())
        .map(Command::get_name)
        .collect();
    let near = nearest(wanted, &names);
    let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    format!("there is no command `{wanted}`\nhelp: {near}there are {}", quoted(&names))
}

/// Returns the command that the words reach, however wrong those after it are.
fn deepest<'a>(command: &'a Command, words: &[OsString]) -> &'a Command {
    let words = words.iter().skip(1);
    words.fold(command, |reached, word| reached.find_subcommand(word).unwrap_or(reached))
}

/// Returns how that command is typed, such as `weather-app topics create`.
fn path(command: &Command, words: &[OsString]) -> String {
    let (_, path) = words.iter().skip(1).fold(
        (command, command.get_name().to_owned()),
        |(reached, path), word| match reached.find_subcommand(word) {
            Some(next) => (next, format!("{path} {}", next.get_name())),
            None => (reached, path),
        },
    );
    path
}

fn quoted(names: &[impl AsRef<str>]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    names.join(", ")
}

/// Returns the option that is wrong, as it is typed.
fn option(error: &clap::Error) -> Option<&str> {
    context(error, ContextKind::InvalidArg).map(bare)
}

/// Returns `--kafka` of `--kafka <HOST:PORT>`.
fn bare(option: &str) -> &str {
    option.split(' ').next().unwrap_or(option)
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text),
        _ => None,
    }
}

fn contexts(error: &clap::Error, kind: ContextKind) -> &[String] {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts,
        _ => &[],
    }
}
