//! Which sources a configuration is read from.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use super::environment::PREFIX;

/// The sources of a configuration, apart from the program itself.
///
/// The fields stand in the order of their precedence, except that `secrets` come before
/// `environment`: see [the module](super).
#[derive(Clone, Default)]
pub struct Sources {
    /// Configuration files in TOML; later ones win.
    pub files: Vec<PathBuf>,
    /// Environment variables; those that do not start with `CLOUDFLOW_` are ignored.
    pub environment: BTreeMap<String, String>,
    /// The directory in which secrets are mounted, if there is one.
    pub secrets: Option<PathBuf>,
    /// The values of `--set`, each `KEY=VALUE` such as `valid_log.prefix=x`; later ones win.
    pub settings: Vec<String>,
}

impl Sources {
    /// Takes the environment from this process, and from it the files of `CLOUDFLOW_CONFIG`, which
    /// come before `files`, and the directory `CLOUDFLOW_SECRETS`.
    pub fn from_process(files: Vec<PathBuf>, settings: Vec<String>) -> Self {
        Self::with_environment(std::env::vars_os(), files, settings)
    }

    fn with_environment(
        variables: impl Iterator<Item = (OsString, OsString)>,
        files: Vec<PathBuf>,
        settings: Vec<String>,
    ) -> Self {
        let mut sources = Self { files, settings, ..Self::default() };
        for (name, value) in variables {
            // A name that is not text cannot start with the prefix and mean one of ours.
            let Ok(name) = name.into_string() else { continue };
            match name.as_str() {
                "CLOUDFLOW_CONFIG" => {
                    let before = std::env::split_paths(&value);
                    let before = before.filter(|path| !path.as_os_str().is_empty());
                    sources.files.splice(0..0, before);
                }
                "CLOUDFLOW_SECRETS" if !value.is_empty() => {
                    sources.secrets = Some(value.clone().into());
                }
                _ => {}
            }
            if name.starts_with(PREFIX) {
                // What is not UTF-8 becomes U+FFFD, which the resolver refuses with the name.
                sources.environment.insert(name, value.to_string_lossy().into_owned());
            }
        }
        sources
    }
}

/// Shows names only: values of variables and of `--set` may be secrets.
impl fmt::Debug for Sources {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<&str> = self.settings.iter().map(|setting| key_of(setting)).collect();
        formatter
            .debug_struct("Sources")
            .field("files", &self.files)
            .field("environment", &self.environment.keys())
            .field("secrets", &self.secrets)
            .field("settings", &keys)
            .finish()
    }
}

/// Returns the part of `KEY=VALUE` that may be shown.
pub(super) fn key_of(setting: &str) -> &str {
    setting.split_once('=').map_or(setting, |(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_environment_come_first() {
        let list = std::env::join_paths(["a.toml", "", "b.toml"]).unwrap();
        let variables = [
            ("CLOUDFLOW_CONFIG".into(), list),
            ("CLOUDFLOW_SECRETS".into(), "secrets".into()),
            ("CLOUDFLOW_DRAIN_TIMEOUT".into(), "hunter2".into()),
            ("PATH".into(), "/bin".into()),
        ];
        let sources = Sources::with_environment(
            variables.into_iter(),
            vec!["c.toml".into()],
            vec!["a.b=hunter2".to_owned()],
        );
        assert_eq!(sources.files, ["a.toml", "b.toml", "c.toml"].map(PathBuf::from));
        assert_eq!(sources.secrets, Some("secrets".into()));
        assert_eq!(sources.environment.len(), 3);
        let shown = format!("{sources:?}");
        assert!(shown.contains("a.b") && !shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn an_empty_variable_names_no_source() {
        let variables =
            [("CLOUDFLOW_CONFIG".into(), "".into()), ("CLOUDFLOW_SECRETS".into(), "".into())];
        let sources = Sources::with_environment(variables.into_iter(), vec![], vec![]);
        assert_eq!((sources.files.len(), sources.secrets), (0, None));
    }
}
