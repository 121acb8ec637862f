//! `schemas.lock` of the package that is compiled: where it is, and what it says as constants.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use cloudflow_model::Compatibility;
use cloudflow_model::lock::{Schemas, TopicSchemas};
use proc_macro2::TokenStream;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta};

use crate::errors::Errors;
use crate::paths::Paths;
use crate::schema::{self, Source};

/// The name of the attribute that chooses another folder than that of the Cargo.toml.
const ATTRIBUTE: &str = "locks";

/// The lock of a blueprint.
#[derive(Default)]
pub(crate) struct Lock {
    /// The folder that the blueprint chooses, as a path of this machine.
    pub(crate) folder: Option<PathBuf>,
    /// The file, if it is there.
    pub(crate) file: Option<PathBuf>,
    /// The topics of it, in its order.
    pub(crate) topics: Vec<Topic>,
}

/// A topic with its released schemas.
pub(crate) struct Topic {
    pub(crate) name: String,
    pub(crate) compatibility: Compatibility,
    /// Where its entry is, such as `schemas.lock:7`.
    pub(crate) place: String,
    /// Numbers, and schemas as expressions.
    pub(crate) versions: Vec<(u32, TokenStream)>,
}

/// Reads the lock, and takes the attribute that says where it is away from the others.
pub(crate) fn read(
    attributes: &mut Vec<Attribute>,
    name: &syn::Ident,
    errors: &mut Errors,
) -> Lock {
    let chosen = attributes.iter().position(|attribute| attribute.path().is_ident(ATTRIBUTE));
    let chosen = chosen.map(|at| attributes.remove(at));
    let literal = match chosen.as_ref().map(literal) {
        None => None,
        Some(Some(literal)) => Some(literal),
        Some(None) => {
            let message = "`locks` is a folder\nhelp: write `#[locks = \"locks/alerts\"]`";
            errors.at(&chosen, message);
            return Lock::default();
        }
    };
    let folder = literal.map(folder);
    let package = || env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    // Where Cargo does not compile there is no package, and no lock.
    let Some(place) = folder.clone().or_else(package) else { return Lock::default() };
    let path = place.join(Schemas::FILE);
    let shown = match literal {
        Some(literal) => format!("{}/{}", literal.value(), Schemas::FILE),
        None => Schemas::FILE.to_owned(),
    };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Lock { folder, ..Lock::default() };
        }
        Err(error) => {
            let message = format!("cannot read `{shown}`: {error}\nhelp: make it a text file");
            errors.at(name, message);
            return Lock { folder, ..Lock::default() };
        }
    };
    let file = Some(path);
    match topics(&shown, &text) {
        Ok(topics) => Lock { folder, file, topics },
        Err(message) => {
            errors.at(name, message);
            Lock { folder, file, topics: Vec::new() }
        }
    }
}

fn literal(attribute: &Attribute) -> Option<&LitStr> {
    match &attribute.meta {
        Meta::NameValue(meta) => match &meta.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// Paths start at the package, as those of Cargo do; with a dot in front at the source file, as those
/// of `include_str!` do.
fn folder(literal: &LitStr) -> PathBuf {
    let path = literal.value();
    let is_beside_source = path.starts_with("./") || path.starts_with("../");
    let source = literal.span().local_file().filter(|_| is_beside_source);
    let start = match source.as_deref().and_then(Path::parent) {
        Some(folder) => folder.to_owned(),
        None => env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default(),
    };
    let whole = start.join(path);
    // rustc names source files relative to the folder that it runs in, which is not that of the binary.
    std::path::absolute(&whole).unwrap_or(whole)
}

/// Reads the text; `shown` is what messages call the file. Returns the first thing that is wrong.
fn topics(shown: &str, text: &str) -> Result<Vec<Topic>, String> {
    let schemas = Schemas::parse(shown, text).map_err(|fault| fault.to_string())?;
    schemas.topics.into_iter().map(|(name, entry)| topic(shown, text, name, entry)).collect()
}

fn topic(shown: &str, text: &str, name: String, entry: TopicSchemas) -> Result<Topic, String> {
    let paths = Paths::new(None);
    let mut versions = Vec::new();
    for (number, version) in entry.versions {
        let source = Source {
            path: shown.to_owned(),
            text: alone(text, &version.json, version.range.clone()),
        };
        let constant = schema::constant(&source, &paths).map_err(|mistake| {
            format!("{}: {}", source.position(mistake.place.offset), mistake.message)
        })?;
        versions.push((number, constant));
    }
    let place = format!("{shown}:{}", entry.line);
    Ok(Topic { name, compatibility: entry.compatibility, place, versions })
}

/// Returns the text with all blank but `json`, so that every position in it is one in the lock.
///
/// TOML knows texts that are not written as they are; of those only the start has its place.
fn alone(text: &str, json: &str, range: std::ops::Range<usize>) -> String {
    let start = range.start + text.get(range).and_then(|written| written.find(json)).unwrap_or(0);
    let before = text.get(..start).unwrap_or_default();
    let blank = |character| if character == '\n' { '\n' } else { ' ' };
    let mut blanked: String = before.chars().map(blank).collect();
    blanked.push_str(json);
    blanked
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "format = 1\n\n[[topic]]\nname = \"metrics\"\ncompatibility = \"full\"\n\n\
                        [[schema]]\ntopic = \"metrics\"\nversion = 2\nschema = '''\n\
                        {\n  \"type\": \"record\",\n  \"name\": \"Metric\",\n  \"fields\": [\n    \
                        { \"name\": \"site\", \"type\": \"string\" }\n  ]\n}\n'''\n";

    #[test]
    fn a_version_becomes_a_constant() {
        let topics = topics("schemas.lock", LOCK).unwrap();
        let [topic] = topics.as_slice() else { panic!("{} topics", topics.len()) };
        assert_eq!((topic.name.as_str(), topic.place.as_str()), ("metrics", "schemas.lock:3"));
        let [(2, schema)] = topic.versions.as_slice() else { panic!("no version 2") };
        let text = schema.to_string().replace(' ', "");
        assert!(text.contains("Record{name:\"Metric\""), "{text}");
        assert!(text.contains("name:\"site\""), "{text}");
    }

    #[test]
    fn mistakes_in_a_schema_have_their_place_in_the_lock() {
        for (from, to, expected) in [
            ("\"string\"", "\"strin\"", "schemas.lock:15:31: "),
            ("\"fields\": [", "\"fields\": [,", "schemas.lock:14:14: "),
            ("\"Metric\"", "\"Me tric\"", "schemas.lock:13:11: "),
        ] {
            let text = LOCK.replace(from, to);
            let Err(message) = topics("schemas.lock", &text) else { panic!("{to} is read") };
            assert!(message.starts_with(expected), "{message}");
        }
    }
}
