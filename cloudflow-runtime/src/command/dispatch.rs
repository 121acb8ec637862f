//! From the words of the command line to the command.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use clap::{CommandFactory, FromArgMatches};

use super::arguments::{Arguments, Command, TopicsAction};
use super::failure::{FAILED, MISUSED};
use super::{
    Failure, create, describe, explain, graph, list, mistake, release, run, sandbox, verify,
};
use crate::Application;

/// Runs one command; returns the exit code.
pub(super) fn dispatch(
    application: &Application,
    words: impl IntoIterator<Item = OsString>,
    output: &mut dyn Write,
    errors: &mut dyn Write,
) -> u8 {
    let words: Vec<OsString> = words.into_iter().collect();
    let mut command = command(application, words.first());
    let parsed = command
        .try_get_matches_from_mut(&words)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            let mistake =
                mistake::describe(&error, command.get_name(), &words, application.blueprint());
            return match mistake {
                Some(text) => Failure::Usage(text).report(errors),
                None => report(&error, output, errors),
            };
        }
    };
    let command = arguments.command.unwrap_or(Command::Sandbox(arguments.sandbox));
    let ended = match command {
        Command::Sandbox(arguments) => sandbox::sandbox(application, arguments, output),
        Command::Run(arguments) => run::run(application, arguments),
        Command::Describe => describe::describe(application.blueprint(), output),
        Command::Verify(arguments) => verify::verify(application.blueprint(), arguments, output),
        Command::Graph(arguments) => graph::graph(application.blueprint(), &arguments, output),
        Command::Explain(arguments) => explain::explain(&arguments, output),
        Command::Topics(arguments) => match arguments.action {
            None => list::list(application.blueprint(), arguments.format, output),
            Some(TopicsAction::Create(arguments)) => {
                create::create(application.blueprint(), arguments, output, errors)
            }
        },
        Command::Release(arguments) => {
            release::release(application.blueprint(), &arguments, output)
        }
    };
    let ended = ended.and_then(|()| output.flush().map_err(Into::into));
    ended.map_or_else(|failure| failure.report(errors), |()| 0)
}

/// Returns the grammar, with what only this application knows.
///
/// A library cannot know the package it ends up in, so the program is called what it was started as,
/// and `--version` tells its version only if `main` has told it.
fn command(application: &Application, program: Option<&OsString>) -> clap::Command {
    let blueprint = application.blueprint();
    let program = program.and_then(|path| Path::new(path).file_name()).map(|name| {
        let name = name.to_string_lossy();
        name.strip_suffix(std::env::consts::EXE_SUFFIX).unwrap_or(&name).to_owned()
    });
    let program = program.unwrap_or_else(|| blueprint.name.to_owned());
    let runtime = env!("CARGO_PKG_VERSION");
    let version = match application.version() {
        Some(version) => format!("{version} ({}, cloudflow-runtime {runtime})", blueprint.name),
        None => format!("({}, cloudflow-runtime {runtime})", blueprint.name),
    };
    let about = match blueprint.description {
        "" => format!("The streaming application `{}`.", blueprint.name),
        description => description.to_owned(),
    };
    let width = blueprint.instances.iter().map(|instance| instance.name.len()).max().unwrap_or(0);
    let instances = blueprint.instances.iter().fold("Instances:".to_owned(), |text, instance| {
        format!("{text}\n  {:width$}  {}", instance.name, instance.streamlet.name)
    });
    Arguments::command()
        .name(program)
        .version(version)
        .about(about)
        .mut_subcommand("run", |command| command.after_help(instances))
}

/// Prints help and version to the output, mistakes to the errors.
fn report(error: &clap::Error, output: &mut dyn Write, errors: &mut dyn Write) -> u8 {
    let is_mistake = error.use_stderr();
    let printed = if is_terminal(is_mistake) {
        // With colours, which the text alone has not.
        error.print()
    } else {
        let text = error.render().to_string();
        let target: &mut dyn Write = if is_mistake { errors } else { output };
        target.write_all(text.as_bytes()).and_then(|()| target.flush())
    };
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => FAILED,
        _ if is_mistake => MISUSED,
        _ => 0,
    }
}

/// Returns whether what is printed reaches a person: never in a test, whose output is a buffer.
fn is_terminal(is_mistake: bool) -> bool {
    !cfg!(test) && if is_mistake { io::stderr().is_terminal() } else { io::stdout().is_terminal() }
}
