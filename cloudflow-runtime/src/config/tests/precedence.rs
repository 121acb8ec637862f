//! For every set of sources, the last one in the documented order wins.

use cloudflow_model::{
    Blueprint, ConfigParameter, Descriptor, Instance, Locks, ParameterKind, Partitioning,
    Resources, Setting,
};
use proptest::prelude::*;

use super::fixture::Folder;
use crate::config::{Configuration, MaybeSecret, Sources};

/// The sources in the order of precedence, lowest first.
const ORDER: [&str; 8] = [
    "default",
    "blueprint",
    "first file",
    "second file",
    "secret",
    "environment",
    "set",
    "later set",
];
/// The sources that can set a Kafka property start here.
const FIRST_OF_KAFKA: usize = 2;

const KEYS: [&str; 3] = ["alpha", "beta", "gamma"];
/// Written with dots and underscores: every spelling must come to the same key.
const KAFKA: &str = "client.id";

/// Which sources have a value, for each key and for the Kafka property.
type Given = [[bool; ORDER.len()]; KEYS.len() + 1];

fn has(given: &Given, key: usize, source: &str) -> bool {
    let at = ORDER.iter().position(|known| *known == source).unwrap();
    given[key][at]
}

/// Writes the sources; each value is the name of its source.
fn sources(given: &Given, folder: &Folder) -> Sources {
    let mut sources = Sources::default();
    for source in ["first file", "second file"] {
        let mut text = String::new();
        if has(given, KEYS.len(), source) {
            text.extend(["[kafka]\n", KAFKA, " = \"", source, "\"\n"]);
        }
        text.push_str("[streamlets.in_stance]\n");
        for (at, key) in KEYS.iter().enumerate() {
            if has(given, at, source) {
                text.extend([key, " = \"", source, "\"\n"]);
            }
        }
        sources.files.push(folder.write(source, text));
    }
    let secrets = folder.write("secrets/.keep", "").parent().unwrap().to_owned();
    sources.secrets = Some(secrets);
    for at in 0..=KEYS.len() {
        let (dotted, variable) = match KEYS.get(at) {
            Some(key) => (
                format!("in-stance.{key}"),
                format!("STREAMLETS__IN_STANCE__{}", key.to_uppercase()),
            ),
            None => (format!("kafka.{KAFKA}"), "KAFKA__CLIENT_ID".to_owned()),
        };
        if has(given, at, "secret") {
            folder.write(&format!("secrets/{dotted}"), "secret\n");
        }
        if has(given, at, "environment") {
            sources.environment.insert(format!("CLOUDFLOW_{variable}"), "environment".to_owned());
        }
        for source in ["set", "later set"] {
            if has(given, at, source) {
                sources.settings.push(format!("{dotted}={source}"));
            }
        }
    }
    sources
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn the_last_source_wins(given: Given) {
        let config: Vec<ConfigParameter<'_>> = (0..KEYS.len())
            .map(|at| ConfigParameter {
                key: KEYS[at],
                description: "",
                kind: ParameterKind::String { pattern: None },
                default: has(&given, at, "default").then_some("default"),
            })
            .collect();
        let streamlet = Descriptor {
            name: "any", description: "", inlets: &[], outlets: &[], config: &config, volumes: &[], server: None,
            partitioning: Partitioning::Unsaid,
        };
        let settings: Vec<Setting<'_>> = (0..KEYS.len())
            .filter(|at| has(&given, *at, "blueprint"))
            .map(|at| Setting { key: KEYS[at], value: "blueprint" })
            .collect();
        let instances = [Instance { name: "in_stance", streamlet: &streamlet, replicas: 1, resources: Resources::DEFAULT, config: &settings }];
        let blueprint = Blueprint {
            name: "test", description: "", instances: &instances, connections: &[], topics: &[],
            locks: Locks::NONE,
        };
        let folder = Folder::new();
        let resolved = Configuration::resolve(&blueprint, &sources(&given, &folder));

        let winner = |key: usize, from: usize| {
            (from..ORDER.len()).rev().find(|at| given[key][*at]).map(|at| ORDER[at])
        };
        let missing = (0..KEYS.len()).filter(|at| winner(*at, 0).is_none()).count();
        match resolved {
            Err(error) => prop_assert_eq!(error.problems().len(), missing, "{}", error),
            Ok(configuration) => {
                prop_assert_eq!(missing, 0);
                let instance = &configuration.instances["in_stance"];
                for (at, key) in KEYS.iter().enumerate() {
                    let value = instance.get::<String>(key).unwrap();
                    prop_assert_eq!(value.as_str(), winner(at, 0).unwrap());
                }
                let kafka = configuration.kafka.get(KAFKA).map(MaybeSecret::expose_secret);
                prop_assert_eq!(kafka, winner(KEYS.len(), FIRST_OF_KAFKA));
            }
        }
    }
}
