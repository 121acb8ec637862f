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
    /// Returns those of these names, or `default` if there are none.
    pub(crate) fn named(names: &[&str], default: &[Self]) -> Vec<Self> {
        if names.is_empty() {
            return default.to_vec();
        }
        let all = [Self::Application, Self::Tuned, Self::Futures];
        let one = |name: &&str| all.into_iter().find(|contender| contender.name() == *name);
        let found = names.iter().map(|name| {
            one(name).unwrap_or_else(|| panic!("`{name}` is none of {:?}", all.map(Self::name)))
        });
        found.collect()
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Tuned => "tuned",
            Self::Futures => "futures",
        }
    }

    /// Starts it. The application knows its topics by the instance, the others are told. All have their
    /// defaults but for `settings`.
    pub(crate) fn start(
        self,
        cluster: &Cluster,
        instance: &str,
        input: &str,
        output: &str,
        settings: &[&str],
    ) -> Process {
        let servers = cluster.servers();
        let words = match self {
            Self::Application => {
                let words = ["run", instance, "--kafka", servers, "--management", "127.0.0.1:0"]
                    .into_iter();
                words.chain(settings.iter().copied()).map(str::to_owned).collect()
            }
            Self::Tuned | Self::Futures => {
                let group = format!("{GROUPS}{}", self.name());
                let [servers, input, output] = [servers, input, output].map(str::to_owned);
                let properties = settings.iter().map(|&word| word.to_owned()).collect();
                Route { servers, input, output, group, properties }.words()
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
