//! What can be typed after the name of the binary.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use cloudflow_model::value::parse_duration;

use crate::config::Sources;

/// Shown below the list of commands.
const ENVIRONMENT: &str = "\
Environment:
  CLOUDFLOW_CONFIG           configuration files, separated as in `PATH`, before those of --config
  CLOUDFLOW_SECRETS          the folder of mounted secrets: one file for each value
  CLOUDFLOW_DRAIN_TIMEOUT    as --drain-timeout
  CLOUDFLOW_SHUTDOWN_DELAY   how long a pod that serves accepts connections after the signal to end
  CLOUDFLOW_COMMIT_INTERVAL  how often offsets are committed, such as `1 s`
  CLOUDFLOW_REVOKE_TIMEOUT   how long a partition that moves to another pod waits, such as `10 s`
  CLOUDFLOW_REQUEST_TIMEOUT  how long a question to Kafka may take, such as `10 s`
  CLOUDFLOW_HANG_TIMEOUT     how long a streamlet may keep its thread, such as `60 s`
  CLOUDFLOW_CALL_TIMEOUT     how long a call of a value function may last, such as `5 min`
  CLOUDFLOW_LOG              which log lines are written, such as `debug` or `info,rdkafka=debug`; what
                             LogEgress writes is no log line, unless this says `cloudflow::egress=off`
  CLOUDFLOW_LOG_FORMAT       `text` or `json`
  NO_COLOR                   no colours, also on a terminal

Configuration, and how it is written in a file, in the environment and for --set:
  [streamlets.INSTANCE] KEY   CLOUDFLOW_STREAMLETS__INSTANCE__KEY  INSTANCE.KEY=VALUE
  [volumes.INSTANCE] VOLUME   CLOUDFLOW_VOLUMES__INSTANCE__VOLUME  volumes.INSTANCE.VOLUME=FOLDER
  [ports] INSTANCE            CLOUDFLOW_PORTS__INSTANCE            ports.INSTANCE=PORT
  [kafka] PROPERTY            CLOUDFLOW_KAFKA__PROPERTY            kafka.PROPERTY=VALUE
  [inlets] records, bytes     CLOUDFLOW_INLETS__RECORDS            inlets.records=20000
  [outlets] records, bytes    CLOUDFLOW_OUTLETS__BYTES             outlets.bytes=32MiB
  [sandbox] topic_records, topic_bytes                             sandbox.topic_records=65536
  log, drain_timeout, …       CLOUDFLOW_LOG, …                     log=debug
Files rank above the blueprint, secrets above files, the environment above secrets, and --set above all.
Under `cargo run` the sandbox first reads `sandbox.toml` beside the Cargo.toml; a binary started
otherwise reads it with `--config sandbox.toml`.";

#[derive(Debug, Parser)]
#[command(
    after_help = ENVIRONMENT,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Those of `sandbox`, which is what runs without a command.
    #[command(flatten)]
    pub(super) sandbox: SandboxArguments,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run the whole blueprint in this process (the default)
    Sandbox(SandboxArguments),
    /// Run one instance on Kafka, as a pod does
    Run(RunArguments),
    /// Print the blueprint as JSON: streamlets, connections, topics and schemas
    Describe,
    /// Check the blueprint and the configuration
    Verify(VerifyArguments),
    /// Draw the blueprint
    Graph(GraphArguments),
    /// List the topics, or create them on Kafka
    Topics(TopicsArguments),
    /// Say what a rule means, such as CF07, or list the rules
    Explain(ExplainArguments),
    /// Write down what is released, for later versions to be compared with
    Release(ReleaseArguments),
}

#[derive(Args, Debug)]
pub(super) struct SandboxArguments {
    /// Use this Kafka instead of the log in memory
    #[arg(long, value_name = "HOST:PORT", value_parser = broker)]
    pub(super) kafka: Option<String>,
    #[command(flatten)]
    pub(super) configuration: ConfigurationArguments,
    /// End when everything is processed, although servers could still receive
    #[arg(long)]
    pub(super) exit_when_idle: bool,
    /// How long a stop may take, such as `30 s`
    #[arg(long, value_name = "DURATION", value_parser = duration_text)]
    pub(super) drain_timeout: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct RunArguments {
    /// Its name in the blueprint; `-` and `_` are the same
    pub(super) instance: String,
    /// The Kafka to use; without it the setting `kafka.bootstrap.servers`
    #[arg(long, value_name = "HOST:PORT", value_parser = broker)]
    pub(super) kafka: Option<String>,
    #[command(flatten)]
    pub(super) configuration: ConfigurationArguments,
    /// Where probes are answered: `/livez` and `/readyz`
    #[arg(long, value_name = "ADDRESS", default_value = "0.0.0.0:9091")]
    pub(super) management: SocketAddr,
    /// End when the instance has nothing more to send, instead of waiting for a signal
    #[arg(long)]
    pub(super) exit_when_finished: bool,
    /// How long a stop may take, such as `30 s`
    #[arg(long, value_name = "DURATION", value_parser = duration_text)]
    pub(super) drain_timeout: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct VerifyArguments {
    #[command(flatten)]
    pub(super) configuration: ConfigurationArguments,
    /// How the result is printed
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Args, Debug)]
pub(super) struct GraphArguments {
    /// The language of the picture
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: GraphFormat,
}

#[derive(Args, Debug)]
pub(super) struct ExplainArguments {
    /// The rule, as an error names it in brackets; without one all are listed
    pub(super) rule: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(super) struct TopicsArguments {
    #[command(subcommand)]
    pub(super) action: Option<TopicsAction>,
    /// How the list is printed
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: ListFormat,
}

#[derive(Debug, Subcommand)]
pub(super) enum TopicsAction {
    /// Create the topics that are missing, and add partitions to those that have too few
    Create(CreateArguments),
}

#[derive(Args, Debug)]
pub(super) struct CreateArguments {
    /// The Kafka to use; without it the setting `kafka.bootstrap.servers`
    #[arg(long, value_name = "HOST:PORT", value_parser = broker)]
    pub(super) kafka: Option<String>,
    #[command(flatten)]
    pub(super) configuration: ConfigurationArguments,
    /// Create the topics of this list instead, as `topics --format json` prints it
    #[arg(long, value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    /// How long to wait for Kafka
    #[arg(long, value_name = "DURATION", default_value = "5 min", value_parser = duration)]
    pub(super) wait: Duration,
}

#[derive(Args, Clone, Debug, Default)]
pub(super) struct ConfigurationArguments {
    /// A configuration file in TOML; may be repeated, later ones win
    #[arg(long = "config", value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// A value, also `volumes.INSTANCE.VOLUME=FOLDER` or `ports.INSTANCE=PORT`; may be repeated, wins over all else
    #[arg(long = "set", value_name = "INSTANCE.KEY=VALUE")]
    pub(super) settings: Vec<String>,
}

impl ConfigurationArguments {
    /// Returns where values come from. Options of the command line are settings like any other, and
    /// come last, so that they win.
    pub(super) fn sources(self, kafka: Option<&str>, drain_timeout: Option<&str>) -> Sources {
        let mut settings = self.settings;
        settings.extend(kafka.map(|servers| format!("kafka.bootstrap.servers={servers}")));
        settings.extend(drain_timeout.map(|timeout| format!("drain_timeout={timeout}")));
        Sources::from_process(self.files, settings)
    }
}

#[derive(Args, Debug)]
pub(super) struct ReleaseArguments {
    /// Write nothing; fail if the locks are not those of this version
    #[arg(long)]
    pub(super) check: bool,
    /// Where the locks are, instead of beside the Cargo.toml of the package that declares the blueprint
    #[arg(long, value_name = "FOLDER")]
    pub(super) folder: Option<PathBuf>,
    /// How the result is printed
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

/// For people or for programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    #[default]
    Text,
    Json,
}

/// For people, for programs, or for people who write programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    #[default]
    Text,
    Json,
    Yaml,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    /// Boxes and lines for a terminal
    #[default]
    Ascii,
    /// For Markdown on GitHub and elsewhere
    Mermaid,
    /// For Graphviz: `… graph --format dot | dot -Tsvg`
    Dot,
}

fn broker(text: &str) -> Result<String, String> {
    let is_broker = |one: &str| {
        one.rsplit_once(':').is_some_and(|(host, port)| {
            !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0)
        })
    };
    if text.split(',').all(is_broker) {
        Ok(text.to_owned())
    } else {
        Err("write host and port, such as `localhost:9092`".to_owned())
    }
}

/// Beyond this, a point in time could no longer be told.
const LONGEST: Duration = Duration::from_hours(1000 * 24);

fn duration(text: &str) -> Result<Duration, String> {
    match parse_duration(text) {
        Some(duration) if duration <= LONGEST => Ok(duration),
        Some(_) => Err("write at most `1000 days`".to_owned()),
        None => Err("write a duration, such as `30 s` or `5 min`".to_owned()),
    }
}

fn duration_text(text: &str) -> Result<String, String> {
    duration(text).map(|_| text.to_owned())
}
