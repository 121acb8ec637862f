//! The whole: what is missing, what is hidden by another mistake, one instance alone.

use super::fixture::{
    FILES_AT, Folder, OPTIONAL, REQUIRED, VALID_LOG, environment, resolve, settings,
};
use crate::config::ProblemKind::{Missing, Syntax, Unknown, Unreadable, Value};
use crate::config::{Configuration, ProblemKind, Sources, ValueError};

fn problems(sources: &Sources) -> Vec<(ProblemKind, String)> {
    match Configuration::resolve(&REQUIRED, sources) {
        Ok(_) => vec![],
        Err(error) => {
            error.problems().iter().map(|problem| (problem.kind, problem.title.clone())).collect()
        }
    }
}

fn kinds(sources: &Sources) -> Vec<ProblemKind> {
    problems(sources).into_iter().map(|(kind, _)| kind).collect()
}

#[test]
fn every_missing_value_is_listed() {
    let error = Configuration::resolve(&REQUIRED, &settings(&["store.address=x"])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`store.retries` has no value, and streamlet `Store` requires one\n\
         help: write `retries = …` below `[streamlets.store]` of a configuration file, or \
         `--set store.retries=…`\n\
         `spare.address` has no value, and streamlet `Store` requires one\n\
         help: write `address = …` below `[streamlets.spare]` of a configuration file, or \
         `--set spare.address=…`\n\
         `spare.retries` has no value, and streamlet `Store` requires one\n\
         help: write `retries = …` below `[streamlets.spare]` of a configuration file, or \
         `--set spare.retries=…`"
    );
}

#[test]
fn one_mistake_is_one_problem() {
    let rest = ["spare.address=x", "spare.retries=1", "store.retries=1"];
    let with = |first| settings(&[&[first][..], &rest].concat());
    assert_eq!(kinds(&with("store.address=x")), []);
    assert_eq!(kinds(&with("log.prefix=x")), [Missing]);
    // Each of these is what was meant to give `store.address` its value.
    assert_eq!(kinds(&with("store.adress=x")), [Unknown]);
    assert_eq!(kinds(&with("stroe.address=x")), [Unknown]);
    assert_eq!(kinds(&with("address=x")), [Unknown]);
    assert_eq!(kinds(&with("store.address")), [Syntax]);
    let rest = ["spare.address=x", "spare.retries=1", "store.address=x", "store.retries=11"];
    assert_eq!(kinds(&settings(&rest)), [Value]);
    let missing = Sources { files: vec!["missing.toml".into()], ..Sources::default() };
    assert_eq!(kinds(&missing), [Unreadable]);
    let folder = Folder::new();
    let typo = folder.write("a.toml", "[streamlets.stroe]\naddress = 1\nretries = 1\n");
    let mut sources = settings(&["spare.address=x", "spare.retries=1"]);
    sources.files.push(typo);
    assert_eq!(kinds(&sources), [Unknown]);
}

#[test]
fn problems_of_every_source_come_at_once() {
    let folder = Folder::new();
    let mut sources = environment(&[("CLOUDFLOW_DRAIN_TIMEOUT", "x")]);
    sources.files.push(folder.write("a.toml", "[streamlets.store]\naddress = 1\nretries = 11\n"));
    sources.secrets = Some(folder.write("secrets/spare.retries", "x").parent().unwrap().to_owned());
    sources.settings.push("spare.address".to_owned());
    assert_eq!(kinds(&sources), [Value, Value, Value, Value, Syntax]);
}

#[test]
fn one_instance_needs_no_values_of_the_others() {
    let sources = settings(&["store.address=x", "store.retries=1", "spare.retries=many"]);
    let configuration = Configuration::resolve_instance(&REQUIRED, 0, &sources).unwrap();
    assert_eq!(configuration.instances.keys().collect::<Vec<_>>(), ["store"]);
    assert!(!configuration.describe().to_string().contains("spare"));
    let error = Configuration::resolve_instance(&REQUIRED, 1, &sources).unwrap_err();
    let kinds: Vec<ProblemKind> = error.problems().iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [Value, Missing]);
    // A name that the blueprint does not have is a mistake in every pod.
    assert!(
        Configuration::resolve_instance(&REQUIRED, 2, &settings(&["stroe.address=x"])).is_err()
    );
}

#[test]
fn a_volume_of_a_pod_is_where_the_streamlet_declares_it() {
    let data = |configuration: &Configuration| configuration.instances["files"].volume("data");
    let pod =
        |sources: &Sources| Configuration::resolve_instance(&OPTIONAL, FILES_AT, sources).unwrap();
    assert_eq!(data(&pod(&Sources::default())), Some("/data".into()));
    assert_eq!(data(&pod(&settings(&["volumes.files.data=here"]))), Some("here".into()));
    assert_eq!(data(&resolve(&Sources::default())), None, "the sandbox has no such folder");
}

#[test]
fn a_description_has_every_value_with_its_source() {
    let sources = settings(&["valid_log.limit=3", "kafka.client.id=me"]);
    let configuration = Configuration::resolve_instance(&OPTIONAL, VALID_LOG, &sources).unwrap();
    assert_eq!(
        configuration.describe().to_string(),
        "drain_timeout          30 s    default\n\
         shutdown_delay         10 s    default\n\
         commit_interval        1 s     default\n\
         revoke_timeout         10 s    default\n\
         request_timeout        10 s    default\n\
         hang_timeout           60 s    default\n\
         call_timeout           5 min   default\n\
         log                    info    default\n\
         inlets.records         20000   default\n\
         inlets.bytes           16 MiB  default\n\
         outlets.records        50000   default\n\
         outlets.bytes          32 MiB  default\n\
         sandbox.topic_records  65536   default\n\
         sandbox.topic_bytes    64 MiB  default\n\
         kafka.client.id        me      `--set kafka.client.id`\n\
         valid_log.prefix       log     default\n\
         valid_log.window       1 min   default\n\
         valid_log.limit        3       `--set valid_log.limit`\n\
         valid_log.ratio        0.5     default\n\
         valid_log.verbose      false   default\n\
         valid_log.api_token    ******  default\n"
    );
    let json = serde_json::to_value(configuration.describe()).unwrap();
    let first = serde_json::json!({"key": "drain_timeout", "value": "30 s", "source": "default"});
    assert_eq!(json[0], first);
}

#[test]
fn a_streamlet_that_asks_for_something_else() {
    let configuration = resolve(&Sources::default());
    let log = &configuration.instances["valid_log"];
    let error = log.get::<String>("prefx").unwrap_err();
    assert!(matches!(error, ValueError::Undeclared { .. }));
    assert!(error.to_string().ends_with("help: did you mean `prefix`?"), "{error}");
    let error = log.get::<u16>("prefix").unwrap_err();
    assert!(error.to_string().starts_with("the value of `valid_log.prefix` is not an integer\n"));
}
