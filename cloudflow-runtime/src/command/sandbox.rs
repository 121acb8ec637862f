//! `sandbox`: the whole blueprint in this process.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::{env, fs};

use cloudflow_model::{Access, Blueprint};
use tokio_util::sync::CancellationToken;

use super::arguments::SandboxArguments;
use super::{Failure, connect, logging, run, verify};
use crate::Application;
use crate::config::{Bounds, Configuration, LogFormat};
use crate::sandbox::Sandbox;
use crate::shutdown::Ending;
use crate::transport::memory::{MemoryCluster, MemorySettings};
use crate::transport::{Amount, Cluster};

/// Commits cost nothing in memory, and the end is seen by what is committed.
const COMMIT_INTERVAL: Duration = Duration::from_millis(20);

/// The settings that belong to the package.
const OWN_SETTINGS: &str = "sandbox.toml";

pub(super) fn sandbox(
    application: &Application,
    arguments: SandboxArguments,
    output: &mut dyn Write,
) -> Result<(), Failure> {
    let SandboxArguments { kafka, configuration, exit_when_idle, drain_timeout } = arguments;
    if kafka.is_some() {
        connect::check()?;
    }
    verify::check(application.blueprint())?;
    let mut sources = configuration.sources(kafka.as_deref(), drain_timeout.as_deref());
    // First of all files, so that every other source wins.
    sources.files.splice(0..0, own_settings(env::var_os("CARGO_MANIFEST_DIR")));
    let configuration = Configuration::resolve(application.blueprint(), &sources)?;
    make_folders(application.blueprint(), &configuration)?;
    logging::start(&configuration.log, LogFormat::Text);
    run::block_on(async {
        let stop = CancellationToken::new();
        Ending::at_once(&stop).listen()?;
        let (cluster, commit_interval): (Arc<dyn Cluster>, _) = match kafka {
            Some(_) => (connect::connect(&configuration)?, configuration.commit_interval),
            None => (Arc::new(embedded_log(&configuration)), COMMIT_INTERVAL),
        };
        let application = *application;
        let sandbox = Sandbox {
            application,
            configuration,
            cluster,
            is_durable: kafka.is_some(),
            commit_interval,
            exit_when_idle,
        };
        let mut output = UntilClosed { output, closed: stop.clone() };
        let ended = sandbox.run(&mut output, stop).await;
        ended.map_err(|error| Failure::problem(error.to_string()))
    })
}

fn embedded_log(configuration: &Configuration) -> MemoryCluster {
    let Bounds { topic: Amount { records, bytes }, revoke_timeout, .. } = configuration.bounds;
    MemoryCluster::with_settings(MemorySettings { records, bytes, drain: revoke_timeout })
}

/// Returns the file `sandbox.toml` beside the Cargo.toml of the binary, if there is one: under
/// `cargo run` an application has its settings without a word on the command line.
fn own_settings(package: Option<OsString>) -> Option<PathBuf> {
    package.map(|folder| PathBuf::from(folder).join(OWN_SETTINGS)).filter(|path| path.exists())
}

/// Makes the folders that streamlets write to: in a cluster a volume is there before its pod, and a
/// fresh clone has no folder for output.
fn make_folders(blueprint: &Blueprint<'_>, configuration: &Configuration) -> Result<(), Failure> {
    for instance in blueprint.instances {
        let Some(values) = configuration.instances.get(instance.name) else { continue };
        let written = instance.streamlet.volumes.iter();
        for volume in written.filter(|volume| volume.access == Access::ReadWrite) {
            let Some(folder) = values.volume(volume.name) else { continue };
            fs::create_dir_all(&folder).map_err(|error| {
                let (name, path) = (format!("{}.{}", instance.name, volume.name), folder.display());
                Failure::problem(format!(
                    "cannot make the folder `{path}` of volume `{name}`: {error}\n\
                     help: choose another: `--set volumes.{name}=FOLDER`"
                ))
            })?;
        }
    }
    Ok(())
}

/// An output whose reader may leave, as in `sandbox | head`: then the sandbox stops in order.
struct UntilClosed<'a> {
    output: &'a mut dyn Write,
    closed: CancellationToken,
}

impl UntilClosed<'_> {
    fn pass<T>(&self, written: io::Result<T>, nothing: T) -> io::Result<T> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed.cancel();
                Ok(nothing)
            }
            other => other,
        }
    }
}

impl Write for UntilClosed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.output.write(bytes);
        self.pass(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.output.flush();
        self.pass(flushed, ())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::command::tests::WEATHER;
    use crate::config::Sources;

    #[test]
    fn a_package_may_have_settings_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let package = || Some(folder.path().as_os_str().to_owned());
        assert_eq!(own_settings(package()), None);
        let path = folder.path().join(OWN_SETTINGS);
        fs::write(&path, "").unwrap();
        assert_eq!(own_settings(package()), Some(path));
        assert_eq!(own_settings(None), None);
    }

    #[test]
    fn folders_for_output_are_made() {
        let folder = tempfile::tempdir().unwrap();
        let resolve = |path: &Path| {
            let settings = vec![format!("volumes.archive.data={}", path.display())];
            let sources = Sources { settings, ..Sources::default() };
            Configuration::resolve(&WEATHER, &sources).unwrap()
        };
        let output = folder.path().join("new/output");
        make_folders(&WEATHER, &resolve(&output)).unwrap();
        assert!(output.is_dir());

        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let ended = make_folders(&WEATHER, &resolve(&file.join("output")));
        let Err(Failure::Problems(problems)) = ended else { panic!("it ended well") };
        assert!(problems[0].contains("of volume `archive.data`"), "{problems:?}");
    }

    #[test]
    fn a_reader_that_leaves_stops_the_sandbox() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let closed = CancellationToken::new();
        let mut output = UntilClosed { output: &mut Closed, closed: closed.clone() };
        writeln!(output, "counts").unwrap();
        assert!(closed.is_cancelled());
    }
}
