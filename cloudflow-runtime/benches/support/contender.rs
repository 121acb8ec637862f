//! Who takes part on Kafka: each is this executable, started anew.

use std::process::ExitCode;

use crate::application::{self, GROUPS};
use crate::clients::Route;
use crate::cluster::Cluster;
use crate::process::Process;
use crate::{futures_loop, tuned};

/// What reads one topic and writes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contender {
    /// Ours: an instance of a blueprint.
    Application,
    /// The clients' lowest level in one thread.
    Tuned,
    /// A future for each record.
    Futures,
}

impl Contender {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Tuned => "tuned",
            Self::Futures => "futures",
        }
    }

    /// Starts it. The application knows its topics by the instance, and has its defaults but for
    /// `settings`; the others are told.
    pub(crate) fn start(
        self,
        cluster: &Cluster,
        instance: &str,
        input: &str,
        output: &str,
        settings: &[String],
    ) -> Process {
        let servers = cluster.servers();
        let words = match self {
            Self::Application => {
                let words = ["run", instance, "--kafka", servers, "--management", "127.0.0.1:0"]
                    .into_iter();
                words.map(str::to_owned).chain(settings.iter().cloned()).collect()
            }
            Self::Tuned | Self::Futures => {
                let group = format!("{GROUPS}{}", self.name());
                let [servers, input, output] = [servers, input, output].map(str::to_owned);
                Route { servers, input, output, group }.words()
            }
        };
        Process::start(self.name(), &words)
    }
}

/// Is the contender of this name until its end.
pub(crate) fn run(name: &str) -> ExitCode {
    match name {
        "application" => return application::run(),
        "tuned" => tuned::run(),
        "futures" => futures_loop::run(),
        _ => panic!("there is no contender `{name}`"),
    }
    ExitCode::SUCCESS
}
