//! How the sources spell a key: as a table of TOML, with dots, or as a variable.

#[cfg(feature = "kafka")]
use super::Origin;
use super::environment::PREFIX;
use super::names::Section;

/// The spelling of keys in a sort of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// TOML, where the section is a table around the key.
    File,
    /// `valid_log.prefix`: secrets and `--set`.
    Dotted,
    /// `CLOUDFLOW_STREAMLETS__VALID_LOG__PREFIX`.
    Environment,
}

impl Dialect {
    /// Returns how a source spells keys.
    #[cfg(feature = "kafka")]
    pub(super) fn of(origin: &Origin) -> Self {
        match origin {
            Origin::Default | Origin::Blueprint | Origin::File { .. } => Self::File,
            Origin::Secret { .. } | Origin::CommandLine { .. } => Self::Dotted,
            Origin::Environment { .. } => Self::Environment,
        }
    }

    /// Spells a setting of the runtime.
    pub(super) fn setting(self, name: &str) -> String {
        match self {
            Self::File | Self::Dotted => name.to_owned(),
            Self::Environment => format!("{PREFIX}{}", variable(&name.replace('.', "__"))),
        }
    }

    /// Spells an instance in a section, where the section is known already.
    pub(super) fn instance(self, section: Section, instance: &str) -> String {
        match (self, section) {
            (Self::File, _) => instance.to_owned(),
            (Self::Dotted, Section::Ports) => format!("ports.{instance}"),
            (Self::Dotted, Section::Volumes) => format!("volumes.{instance}.…"),
            (Self::Dotted, _) => format!("{}.…", plain(instance)),
            (Self::Environment, Section::Ports) => {
                format!("{PREFIX}PORTS__{}", variable(instance))
            }
            (Self::Environment, _) => {
                format!("{PREFIX}{}__{}__…", variable(section.name()), variable(instance))
            }
        }
    }

    /// Spells a parameter or a volume of an instance, where the instance is known already.
    pub(super) fn entry(self, section: Section, instance: &str, key: &str) -> String {
        match (self, section) {
            (Self::File, _) => key.to_owned(),
            (Self::Dotted, Section::Volumes) => format!("volumes.{instance}.{key}"),
            (Self::Dotted, _) => format!("{}.{key}", plain(instance)),
            (Self::Environment, _) => format!(
                "{PREFIX}{}__{}__{}",
                variable(section.name()),
                variable(instance),
                variable(key)
            ),
        }
    }

    /// Spells a parameter or a volume where nothing is known yet, quotes included.
    pub(super) fn whole(self, section: Section, instance: &str, key: &str) -> String {
        match self {
            Self::File => format!("`{key} = \"…\"` in `[{}.{instance}]`", section.name()),
            Self::Dotted | Self::Environment => {
                format!("`{}`", self.entry(section, instance, key))
            }
        }
    }

    /// Spells a Kafka property.
    pub(super) fn kafka(self, property: &str) -> String {
        match self {
            Self::File => format!("\"{property}\""),
            Self::Dotted => format!("kafka.{property}"),
            Self::Environment => format!("{PREFIX}KAFKA__{}", variable(property)),
        }
    }
}

/// An instance that is called like a section needs the long form.
fn plain(instance: &str) -> String {
    match Section::named(instance) {
        Some(_) => format!("streamlets.{instance}"),
        None => instance.to_owned(),
    }
}

/// Spells a name as a part of a variable.
fn variable(name: &str) -> String {
    name.replace(['-', '.'], "_").to_ascii_uppercase()
}
