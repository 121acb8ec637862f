//! Keys with dots: `--set valid_log.prefix=x`, and the file names of secrets.

use cloudflow_model::nearest;

use super::dialect::Dialect;
use super::item::{Assignment, Hidden, Item, Literal, Refusal};
use super::names::{Key, Meant, Names, Section, Unknown};
use super::settings::{SETTINGS, Setting};
use super::{Origin, ProblemKind};
use crate::secret::MaybeSecret;

/// Reads the values of `--set`.
pub(super) fn read(settings: &[String], names: Names<'_>) -> Vec<Item> {
    settings.iter().map(|setting| read_one(setting, names)).collect()
}

fn read_one(setting: &str, names: Names<'_>) -> Item {
    let Some((path, text)) = setting.split_once('=') else {
        let origin = Origin::CommandLine { key: setting.to_owned() };
        let help = format!("write `--set {setting}=VALUE`");
        let refusal = Refusal::new(ProblemKind::Syntax, origin, "the value is missing", help);
        return Item::Mistake(match key(setting, names) {
            Ok(key) => refusal.hiding(Hidden::Meant(Meant::Key(key))),
            Err(_) => refusal,
        });
    };
    let path = path.trim();
    let origin = Origin::CommandLine { key: path.to_owned() };
    match key(path, names) {
        Ok(key) => {
            let text = MaybeSecret::plain(text);
            Item::Value(Assignment { key, text, literal: Literal::Text, origin })
        }
        Err(unknown) => Item::Mistake(Refusal::unknown(origin, unknown)),
    }
}

/// Looks a key up: `INSTANCE.KEY`, or the path that it has in a configuration file.
pub(super) fn key(path: &str, names: Names<'_>) -> Result<Key, Unknown> {
    if let Some(setting) = Setting::named(path) {
        return Ok(Key::Setting(setting));
    }
    let Some((first, rest)) = path.split_once('.') else { return Err(lone(path, names)) };
    match Section::named(first) {
        Some(Section::Kafka) => Names::kafka(rest, Dialect::Dotted),
        Some(Section::Ports) => {
            names.port(names.instance(Section::Ports, rest, Dialect::Dotted)?)
        }
        Some(section) if section.has_settings() => Names::setting(section, rest, Dialect::Dotted),
        Some(section) => match rest.split_once('.') {
            Some((instance, key)) => entry(section, instance, key, names),
            None => Err(Unknown {
                title: format!("`{path}` names no key of an instance"),
                help: format!("write `{first}.INSTANCE.KEY`"),
                meant: None,
            }),
        },
        None => entry(Section::Streamlets, first, rest, names),
    }
}

fn entry(section: Section, instance: &str, key: &str, names: Names<'_>) -> Result<Key, Unknown> {
    match names.instance(section, instance, Dialect::Dotted) {
        Ok(index) => names.entry(section, index, key, Dialect::Dotted),
        Err(Unknown { title, help, meant }) => {
            // With the right instance the key can be named as a whole.
            let key_of = |index| names.entry(section, index, key, Dialect::Dotted).ok();
            let found = match &meant {
                Some(Meant::Instance(index)) => key_of(*index),
                _ => None,
            };
            if let Some(key) = found {
                let help = format!("did you mean `{}`?", names.path(&key));
                return Err(Unknown { title, help, meant: Some(Meant::Key(key)) });
            }
            let help = match nearest(instance, &Section::ALL.map(Section::name)) {
                Some(near) => format!("did you mean `{near}.{key}`?"),
                None => help,
            };
            Err(Unknown { title, help, meant })
        }
    }
}

/// A single word: a misspelt setting of the runtime, or a key without its instance.
fn lone(word: &str, names: Names<'_>) -> Unknown {
    let title = format!("there is no setting `{word}`");
    let settings: Vec<&str> = SETTINGS.iter().map(|row| row.name).collect();
    let owner = (0..names.instances().len())
        .find_map(|at| names.entry(Section::Streamlets, at, word, Dialect::Dotted).ok());
    let (help, meant) = if let Some(key) = owner {
        (format!("did you mean `{}`?", names.path(&key)), Some(Meant::Key(key)))
    } else if let Some(near) = nearest(word, &settings) {
        (format!("did you mean `{near}`?"), None)
    } else {
        ("write `INSTANCE.KEY`, such as `valid_log.prefix`".to_owned(), None)
    };
    Unknown { title, help, meant }
}
