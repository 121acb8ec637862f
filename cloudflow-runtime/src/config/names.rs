//! The keys that a configuration has: from names to indices of the blueprint and back.

use cloudflow_model::{Blueprint, Descriptor, Instance, name::outside, nearest};

use super::dialect::Dialect;
use super::settings::{Row, SETTINGS, Setting};

/// The most names that a help lists.
const MOST_LISTED: usize = 8;

/// Something that has a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Setting(Setting),
    Kafka(String),
    Parameter { instance: usize, parameter: usize },
    Volume { instance: usize, volume: usize },
    Port { instance: usize },
}

impl Key {
    /// Returns the instance that the key belongs to, if it belongs to one.
    pub(super) fn instance(&self) -> Option<usize> {
        match self {
            Self::Setting(_) | Self::Kafka(_) => None,
            Self::Parameter { instance, .. }
            | Self::Volume { instance, .. }
            | Self::Port { instance } => Some(*instance),
        }
    }
}

/// A part of a configuration with keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Inlets,
    Kafka,
    Outlets,
    Ports,
    Sandbox,
    Streamlets,
    Volumes,
}

impl Section {
    pub(super) const ALL: [Self; 7] = [
        Self::Streamlets,
        Self::Volumes,
        Self::Ports,
        Self::Kafka,
        Self::Inlets,
        Self::Outlets,
        Self::Sandbox,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Inlets => "inlets",
            Self::Kafka => "kafka",
            Self::Outlets => "outlets",
            Self::Ports => "ports",
            Self::Sandbox => "sandbox",
            Self::Streamlets => "streamlets",
            Self::Volumes => "volumes",
        }
    }

    /// Returns whether its keys are settings of the runtime.
    pub(super) fn has_settings(self) -> bool {
        matches!(self, Self::Inlets | Self::Outlets | Self::Sandbox)
    }

    /// Returns the key in this section of a setting with that name, if it stands in the section.
    fn key(self, name: &'static str) -> Option<&'static str> {
        name.strip_prefix(self.name())?.strip_prefix('.')
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }
}

/// A name that nothing has.
#[derive(Debug)]
pub(super) struct Unknown {
    pub(super) title: String,
    pub(super) help: String,
    pub(super) meant: Option<Meant>,
}

/// What a name that nothing has most likely means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    Instance(usize),
    Key(Key),
}

/// The names of a blueprint.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    blueprint: &'a Blueprint<'a>,
}

impl<'a> Names<'a> {
    pub(super) fn new(blueprint: &'a Blueprint<'a>) -> Self {
        Self { blueprint }
    }

    pub(super) fn instances(self) -> &'a [Instance<'a>] {
        self.blueprint.instances
    }

    fn instance_name(self, index: usize) -> &'a str {
        self.instances().get(index).map_or("", |instance| instance.name)
    }

    fn descriptor(self, index: usize) -> Option<&'a Descriptor<'a>> {
        self.instances().get(index).map(|instance| instance.streamlet)
    }

    /// Returns the setting of the runtime that stands in a section.
    pub(super) fn setting(section: Section, key: &str, dialect: Dialect) -> Result<Key, Unknown> {
        let wanted = format!("{}.{}", section.name(), key.replace('-', "_"));
        if let Some(setting) = Setting::named(&wanted) {
            return Ok(Key::Setting(setting));
        }
        let mut known = Vec::new();
        for Row { setting, name, .. } in SETTINGS {
            known.extend(section.key(name).map(|key| (key, *setting)));
        }
        let keys: Vec<&str> = known.iter().map(|(key, _)| *key).collect();
        let near = nearest(key, &keys);
        let meant = known.iter().find(|(key, _)| Some(*key) == near).map(|(_, setting)| *setting);
        let spell = |setting: Setting| match dialect {
            Dialect::File => section.key(setting.row().name).unwrap_or_default().to_owned(),
            other => other.setting(setting.row().name),
        };
        let spelled: Vec<String> = known.iter().map(|(_, setting)| spell(*setting)).collect();
        let spelled: Vec<&str> = spelled.iter().map(String::as_str).collect();
        Err(Unknown {
            title: format!("there is no setting `{}.{key}`", section.name()),
            help: match meant {
                Some(setting) => format!("did you mean `{}`?", spell(setting)),
                None => format!("there are {}", list(&spelled)),
            },
            meant: meant.map(|setting| Meant::Key(Key::Setting(setting))),
        })
    }

    /// Returns the index of an instance; `-` and `_` are the same in a name, as they are outside of
    /// Rust.
    pub(super) fn instance(
        self,
        section: Section,
        wanted: &str,
        dialect: Dialect,
    ) -> Result<usize, Unknown> {
        let names: Vec<&str> = self.instances().iter().map(|instance| instance.name).collect();
        if let Some(index) = position(&names, wanted) {
            return Ok(index);
        }
        let near = nearest(wanted, &names).and_then(|near| position(&names, near));
        Err(Unknown {
            title: format!(
                "there is no instance `{wanted}` in blueprint `{}`",
                self.blueprint.name
            ),
            help: match near {
                Some(near) => {
                    format!(
                        "did you mean `{}`?",
                        dialect.instance(section, self.instance_name(near))
                    )
                }
                None => format!("the instances are {}", list(&names)),
            },
            meant: near.map(Meant::Instance),
        })
    }

    /// Returns the parameter or the volume of an instance.
    pub(super) fn entry(
        self,
        section: Section,
        instance: usize,
        wanted: &str,
        dialect: Dialect,
    ) -> Result<Key, Unknown> {
        let (parameters, volumes) = self.entries(instance);
        let (names, other, what) = match section {
            Section::Volumes => (&volumes, (Section::Streamlets, &parameters), "volume"),
            _ => (&parameters, (Section::Volumes, &volumes), "configuration key"),
        };
        let key = |at: usize| match section {
            Section::Volumes => Key::Volume { instance, volume: at },
            _ => Key::Parameter { instance, parameter: at },
        };
        if let Some(at) = position(names, wanted) {
            return Ok(key(at));
        }
        let owner = self.instance_name(instance);
        let near = nearest(wanted, names).and_then(|near| position(names, near));
        let help = if let Some(at) = position(other.1, wanted) {
            let (section, name) = (other.0, other.1.get(at).copied().unwrap_or(wanted));
            format!(
                "it belongs to the {}: write {}",
                section.name(),
                dialect.whole(section, owner, name)
            )
        } else if let Some(name) = near.and_then(|at| names.get(at)) {
            format!("did you mean `{}`?", dialect.entry(section, owner, name))
        } else if names.is_empty() {
            "it has none; remove this one".to_owned()
        } else {
            format!("it has {}", list(names))
        };
        let streamlet = self.descriptor(instance).map_or("", |descriptor| descriptor.name);
        Err(Unknown {
            title: format!(
                "streamlet `{streamlet}` of instance `{owner}` has no {what} `{wanted}`"
            ),
            help,
            meant: near.map(key).map(Meant::Key),
        })
    }

    /// Returns the names of the parameters and of the volumes of an instance.
    fn entries(self, instance: usize) -> (Vec<&'a str>, Vec<&'a str>) {
        let Some(descriptor) = self.descriptor(instance) else { return (Vec::new(), Vec::new()) };
        (
            descriptor.config.iter().map(|parameter| parameter.key).collect(),
            descriptor.volumes.iter().map(|volume| volume.name).collect(),
        )
    }

    /// Returns the port of an instance that serves.
    pub(super) fn port(self, instance: usize) -> Result<Key, Unknown> {
        if self.descriptor(instance).is_some_and(|descriptor| descriptor.server.is_some()) {
            return Ok(Key::Port { instance });
        }
        let serving =
            self.instances().iter().filter(|instance| instance.streamlet.server.is_some());
        let serving: Vec<&str> = serving.map(|instance| instance.name).collect();
        Err(Unknown {
            title: format!("instance `{}` has no server port", self.instance_name(instance)),
            help: match serving.as_slice() {
                [] => "no instance has one; remove this one".to_owned(),
                serving => format!("those with one are {}", list(serving)),
            },
            meant: None,
        })
    }

    /// Returns a Kafka property. Which properties there are is for librdkafka to say.
    pub(super) fn kafka(property: &str, dialect: Dialect) -> Result<Key, Unknown> {
        if !property.is_empty() && property.split('.').all(|part| !part.is_empty()) {
            return Ok(Key::Kafka(property.to_owned()));
        }
        Err(Unknown {
            title: format!("`{property}` is not the name of a Kafka property"),
            help: format!("write one such as `{}`", dialect.kafka("bootstrap.servers")),
            meant: None,
        })
    }

    /// Returns every key that the blueprint has, Kafka properties apart.
    pub(super) fn keys(self) -> Vec<Key> {
        let mut keys: Vec<Key> = SETTINGS.iter().map(|row| Key::Setting(row.setting)).collect();
        for (instance, Instance { streamlet, .. }) in self.instances().iter().enumerate() {
            keys.extend(
                (0..streamlet.config.len()).map(|at| Key::Parameter { instance, parameter: at }),
            );
            keys.extend(
                (0..streamlet.volumes.len()).map(|at| Key::Volume { instance, volume: at }),
            );
            keys.extend(streamlet.server.map(|_| Key::Port { instance }));
        }
        keys
    }

    /// Returns the key as it stands in messages, on the command line and as the name of a secret.
    pub(super) fn path(self, key: &Key) -> String {
        self.spell(key, Dialect::Dotted)
    }

    /// Returns the key in the words of a source.
    pub(super) fn spell(self, key: &Key, dialect: Dialect) -> String {
        let of = |instance: usize, at: usize, section| {
            let (parameters, volumes) = self.entries(instance);
            let names = if section == Section::Volumes { volumes } else { parameters };
            let name = names.get(at).copied().unwrap_or_default();
            dialect.entry(section, self.instance_name(instance), name)
        };
        match key {
            Key::Setting(setting) => dialect.setting(setting.row().name),
            Key::Kafka(property) => dialect.kafka(property),
            Key::Parameter { instance, parameter } => {
                of(*instance, *parameter, Section::Streamlets)
            }
            Key::Volume { instance, volume } => of(*instance, *volume, Section::Volumes),
            Key::Port { instance } => {
                dialect.instance(Section::Ports, self.instance_name(*instance))
            }
        }
    }
}

fn position(names: &[&str], wanted: &str) -> Option<usize> {
    // Exactly first: a name with `_` and one with `-` may stand side by side in a descriptor.
    names
        .iter()
        .position(|name| *name == wanted)
        .or_else(|| names.iter().position(|name| outside(name) == outside(wanted)))
}

/// Writes names one after the other, in backticks.
pub(super) fn list(names: &[&str]) -> String {
    let shown: Vec<String> =
        names.iter().take(MOST_LISTED).map(|name| format!("`{name}`")).collect();
    let rest = names.len().saturating_sub(MOST_LISTED);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
