//! The two ways in: one function for the usual build script, one builder for the rest.

use std::env;
use std::io;
use std::path::PathBuf;
use std::process;
use std::time::Duration;

use cloudflow_model::Blueprint;
use cloudflow_model::name::LONGEST_LABEL;

use crate::emit::{self, Report};
use crate::plan::Plan;
use crate::shutdown::Shutdown;
use crate::{Error, Problem, cargo, lock};

/// The variable that replaces [`Config::image`].
pub(crate) const IMAGE: &str = "CLOUDFLOW_IMAGE";
/// The variable that replaces [`Config::kafka_bootstrap_servers`].
pub(crate) const KAFKA: &str = "CLOUDFLOW_KAFKA_BOOTSTRAP_SERVERS";

/// Where Kafka is when nobody says: the Service that a broker has in most charts and tutorials.
const DEFAULT_KAFKA: &str = "kafka:9092";

/// Writes the manifests and the topic list of a blueprint; the whole of most build scripts.
///
/// Each problem becomes one error of Cargo, which ends the build; the process ends here. Outside of
/// Cargo it ends with 1. Whoever wants to handle errors, or to set more than the environment can, uses
/// [`Config`].
pub fn generate(blueprint: &Blueprint<'_>) {
    if let Err(error) = Config::new(blueprint).write() {
        // An error while errors are printed has nowhere to go but into the exit code.
        let is_told = cargo::errors(&mut io::stdout().lock(), &error.lines()).is_ok();
        let is_build_script = env::var_os("OUT_DIR").is_some();
        // A script that told its errors has failed for Cargo whatever its exit code is. For another
        // code than 0 Cargo would print the command and all of its output behind the errors.
        process::exit(i32::from(!(is_told && is_build_script)));
    }
}

/// What to write for a blueprint, and where.
///
/// ```no_run
/// # fn example(blueprint: &cloudflow_model::Blueprint<'_>) -> Result<(), cloudflow_build::Error> {
/// let report = cloudflow_build::Config::new(blueprint)
///     .image("registry.example.com/sensor-data:1.2.0")
///     .namespace("sensors")
///     .kafka_bootstrap_servers("kafka-0.kafka:9092,kafka-1.kafka:9092")
///     .write()?;
/// assert!(!report.files().is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is written before `write`"]
pub struct Config<'a> {
    blueprint: &'a Blueprint<'a>,
    image: Option<String>,
    namespace: Option<String>,
    kafka: Option<String>,
    shutdown: Shutdown,
    target_dir: Option<PathBuf>,
}

impl<'a> Config<'a> {
    /// Starts with the defaults, which are those of [`generate`].
    pub fn new(blueprint: &'a Blueprint<'a>) -> Self {
        let shutdown = Shutdown::default();
        Self { blueprint, image: None, namespace: None, kafka: None, shutdown, target_dir: None }
    }

    /// Sets the image of all pods.
    ///
    /// The default is `<package name>:<package version>` of the package that is built; the variable
    /// `CLOUDFLOW_IMAGE` stands above both.
    pub fn image(mut self, image: impl Into<String>) -> Self {
        self.image = Some(image.into());
        self
    }

    /// Sets the namespace: it is created first, and every object names it.
    ///
    /// By default no object names one, so that `kubectl --namespace` decides.
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// Sets where Kafka is: `HOST:PORT`, several with commas between them.
    ///
    /// The default is `kafka:9092`; the variable `CLOUDFLOW_KAFKA_BOOTSTRAP_SERVERS` stands above both.
    pub fn kafka_bootstrap_servers(mut self, servers: impl Into<String>) -> Self {
        self.kafka = Some(servers.into());
        self
    }

    /// Sets how long a pod may take to finish what it has begun; 30 s by default.
    ///
    /// This is the setting `drain_timeout` of the pods. It is set here rather than in the cluster, since
    /// Kubernetes must wait as long: `terminationGracePeriodSeconds` is computed from it.
    pub fn drain_timeout(mut self, time: Duration) -> Self {
        self.shutdown.drain = Some(time);
        self
    }

    /// Sets how long a pod that serves goes on accepting connections after it was asked to end; 10 s by
    /// default.
    ///
    /// This is the setting `shutdown_delay` of the pods, and is a part of
    /// `terminationGracePeriodSeconds` as well. It must be longer than it takes until everything that
    /// sends requests has heard that the pod is no longer an endpoint of its Service.
    pub fn shutdown_delay(mut self, time: Duration) -> Self {
        self.shutdown.delay = Some(time);
        self
    }

    /// Sets the folder that stands for Cargo's target directory, for use outside of a build script.
    ///
    /// By default it is the target directory of the running build, and directives for Cargo are
    /// printed; with a folder of one's own nothing is printed.
    pub fn target_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.target_dir = Some(folder.into());
        self
    }

    /// Writes everything, each file only when its content changed, and removes what an earlier
    /// build of this package wrote and this one did not.
    pub fn write(&self) -> Result<Report, Error> {
        let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let deployment = self.deployment(&variable);
        let mut plan = Plan::new(self.blueprint, &deployment)?;
        let compared = lock::compare(self.blueprint)?;
        plan.warnings.extend(compared.warnings);
        let package = variable("CARGO_PKG_NAME").unwrap_or_else(|| self.blueprint.name.to_owned());
        let Some(folder) = &self.target_dir else {
            let build = cargo::Build::from_environment(&variable)?;
            let report = emit::write(&build.target_dir, &package, &plan, build.started)?;
            let (output, file) = (&mut io::stdout().lock(), compared.file.as_deref());
            let told = cargo::directives(output, &report, &[IMAGE, KAFKA], file);
            return told.map(|()| report).map_err(|source| Error::File {
                action: "write",
                path: PathBuf::from("standard output"),
                source,
            });
        };
        emit::write(folder, &package, &plan, None)
    }

    /// Resolves defaults and variables.
    fn deployment(&self, variable: &impl Fn(&str) -> Option<String>) -> Deployment {
        let image = variable(IMAGE).or_else(|| self.image.clone()).unwrap_or_else(|| {
            let package = variable("CARGO_PKG_NAME").unwrap_or_else(|| self.blueprint.name.into());
            let version = variable("CARGO_PKG_VERSION").unwrap_or_else(|| "latest".into());
            // Images have lower-case names, and their tags have no `+`.
            format!("{}:{}", package.to_lowercase(), version.replace('+', "-"))
        });
        let kafka = variable(KAFKA).or_else(|| self.kafka.clone());
        let kafka = kafka.unwrap_or_else(|| DEFAULT_KAFKA.to_owned());
        let (namespace, shutdown) = (self.namespace.clone(), self.shutdown);
        Deployment { image, kafka, namespace, shutdown }
    }
}

/// What a blueprint does not say and a deployment needs.
#[derive(Clone, Debug)]
pub(crate) struct Deployment {
    pub(crate) image: String,
    pub(crate) kafka: String,
    pub(crate) namespace: Option<String>,
    pub(crate) shutdown: Shutdown,
}

impl Deployment {
    /// Returns what cannot be right.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut refuse = |setting, value: &str, fault, help| {
            problems.push(Problem::Setting { setting, value: value.to_owned(), fault, help });
        };
        let is_one_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
        if !is_one_word(&self.image) {
            let help = "write a name and a tag, such as `registry.example.com/sensor-data:1.2.0`";
            refuse("the image", &self.image, "is not the name of an image", help);
        }
        let is_server = |text: &str| {
            let parts = text.rsplit_once(':');
            parts.is_some_and(|(host, port)| is_one_word(host) && port.parse::<u16>().is_ok())
        };
        if !self.kafka.split(',').all(is_server) {
            let help = "write `HOST:PORT`, several with commas and no spaces between them";
            refuse("the list of Kafka servers", &self.kafka, "is not a list of servers", help);
        }
        if let Some(namespace) = &self.namespace
            && !is_dns_label(namespace)
        {
            let help = "use lower-case letters, digits and `-`, at most 63";
            refuse("the namespace", namespace, "is not a name that Kubernetes accepts", help);
        }
        problems
    }
}

/// Returns whether Kubernetes accepts this as a namespace (RFC 1123, which allows a first digit).
fn is_dns_label(name: &str) -> bool {
    let is_inner = |byte: u8| byte == b'-' || byte.is_ascii_lowercase() || byte.is_ascii_digit();
    !name.is_empty()
        && name.len() <= LONGEST_LABEL
        && name.bytes().all(is_inner)
        && !name.starts_with('-')
        && !name.ends_with('-')
}

#[cfg(test)]
mod tests {
    use cloudflow_model::Locks;

    use super::*;

    const EMPTY: Blueprint<'static> = Blueprint {
        name: "app",
        description: "",
        instances: &[],
        connections: &[],
        topics: &[],
        locks: Locks::NONE,
    };

    fn resolve(config: &Config<'_>, variables: &[(&str, &str)]) -> Deployment {
        config.deployment(&|name: &str| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn variables_stand_above_the_script_and_the_script_above_defaults() {
        let package = [("CARGO_PKG_NAME", "Sensor"), ("CARGO_PKG_VERSION", "1.2.0-rc.1+build")];
        let config = Config::new(&EMPTY);
        let deployment = resolve(&config, &package);
        assert_eq!(deployment.image, "sensor:1.2.0-rc.1-build");
        assert_eq!(deployment.kafka, "kafka:9092");

        let config = config.image("of/script:1").kafka_bootstrap_servers("a:1,b:2");
        let deployment = resolve(&config, &package);
        assert_eq!(
            (deployment.image.as_str(), deployment.kafka.as_str()),
            ("of/script:1", "a:1,b:2")
        );

        let deployment = resolve(&config, &[(IMAGE, "of/ci:2"), (KAFKA, "c:3")]);
        assert_eq!((deployment.image.as_str(), deployment.kafka.as_str()), ("of/ci:2", "c:3"));
    }

    #[test]
    fn settings_that_cannot_be_right_are_all_reported() {
        let config = Config::new(&EMPTY)
            .image("a b")
            .namespace("my_space")
            .kafka_bootstrap_servers("kafka:9092, other:9092");
        let problems = resolve(&config, &[]).problems();
        let texts: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "the image is `a b`, which is not the name of an image\n\
                 help: write a name and a tag, such as `registry.example.com/sensor-data:1.2.0`",
                "the list of Kafka servers is `kafka:9092, other:9092`, which is not a list of servers\n\
                 help: write `HOST:PORT`, several with commas and no spaces between them",
                "the namespace is `my_space`, which is not a name that Kubernetes accepts\n\
                 help: use lower-case letters, digits and `-`, at most 63",
            ]
        );
        for good in ["a", "1", "team-1"] {
            assert!(is_dns_label(good), "{good}");
        }
        for bad in ["", "-a", "a-", "A", "a.b", &"a".repeat(64)] {
            assert!(!is_dns_label(bad), "{bad}");
        }
    }
}
