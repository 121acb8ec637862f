//! `kubectl apply -f target/k8s` against a real API server: the first time, unchanged, and after
//! every kind of change.
//!
//! The tests run `deploy/dev/kube kubectl`. `KUBECTL` names another command, with arguments if need
//! be, and `KUBE_PORT` another cluster of the script. Each test has a namespace of its own, which it
//! removes.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use cloudflow_build::Config;
use cloudflow_model::{Setting, Topic};
use serde_json::Value;
use tempfile::TempDir;

use crate::fixture::{self, Application};

/// All kinds that are generated, in the way of the crate's documentation.
const KINDS: &str =
    "deployment,job,service,configmap,serviceaccount,poddisruptionbudget,persistentvolumeclaim";

/// How long Kubernetes may take for one step; with simulated nodes it takes a second.
const TIMEOUT: &str = "--timeout=90s";

fn run(arguments: &[&str]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/dev/kube");
    let command = std::env::var("KUBECTL");
    let command = command.unwrap_or_else(|_| format!("{} kubectl", script.display()));
    let mut words = command.split_whitespace();
    let program = words.next().expect("KUBECTL must not be empty");
    let output = Command::new(program).args(words).args(arguments).output();
    output.unwrap_or_else(|error| panic!("cannot run `{program}`: {error}"))
}

/// Runs kubectl, which must succeed without a warning, and returns what it printed.
#[track_caller]
fn kubectl(arguments: &[&str]) -> String {
    let output = run(arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && error.is_empty(), "kubectl {arguments:?}\n{error}");
    String::from_utf8(output.stdout).unwrap()
}

/// A namespace that goes with the test, together with a target directory.
struct Space {
    name: String,
    target: TempDir,
}

impl Space {
    fn new(test: &str) -> Self {
        let name = format!("cloudflow-{test}-{}", std::process::id());
        Self { name, target: tempfile::tempdir().unwrap() }
    }

    /// Creates the namespace, which refuses pods that are not restricted.
    fn create(&self) {
        kubectl(&["create", "namespace", &self.name]);
        let standard = "pod-security.kubernetes.io";
        let (enforce, warn) =
            (format!("{standard}/enforce=restricted"), format!("{standard}/warn=restricted"));
        kubectl(&["label", "namespace", &self.name, &enforce, &warn]);
    }

    #[track_caller]
    fn kubectl(&self, arguments: &[&str]) -> String {
        kubectl(&[&["--namespace", self.name.as_str()], arguments].concat())
    }

    fn folder(&self) -> String {
        self.target.path().join("k8s").display().to_string()
    }

    /// Writes the application as a build would, applies it and waits until it runs.
    #[track_caller]
    fn deploy(&self, application: &Application) {
        self.deploy_with(application, "registry.example.com/wind:1.2.0", "kafka:9092");
    }

    #[track_caller]
    fn deploy_with(&self, application: &Application, image: &str, kafka: &str) {
        let blueprint = application.blueprint();
        let config = Config::new(&blueprint).image(image).kafka_bootstrap_servers(kafka);
        config.target_dir(self.target.path()).write().unwrap();
        self.kubectl(&["apply", "--filename", &self.folder()]);
        self.await_all();
    }

    #[track_caller]
    fn await_all(&self) {
        self.kubectl(&["rollout", "status", "deployment", TIMEOUT]);
        if !self.kubectl(&["get", "job", "--output", "name"]).is_empty() {
            self.kubectl(&["wait", "--for", "condition=complete", "job", "--all", TIMEOUT]);
        }
    }

    /// Returns a field of each object of the application.
    #[track_caller]
    fn fields(&self, kinds: &str, pointer: &str) -> BTreeMap<String, Value> {
        let selector = ["--selector", "app.kubernetes.io/managed-by=cloudflow"];
        let text = self.kubectl(&[&["get", kinds, "--output", "json"], &selector[..]].concat());
        let list: Value = serde_json::from_str(&text).unwrap();
        let name = |object: &Value| {
            format!("{}/{}", text_of(object, "/kind"), text_of(object, "/metadata/name"))
        };
        let objects = list["items"].as_array().unwrap().iter();
        objects
            .map(|object| (name(object), object.pointer(pointer).cloned().unwrap_or_default()))
            .collect()
    }

    /// Returns the version of each object, once the controllers have said all about its status.
    #[track_caller]
    fn versions(&self) -> BTreeMap<String, Value> {
        let read = || self.fields(KINDS, "/metadata/resourceVersion");
        let mut last = read();
        for _ in 0..100 {
            let next = read();
            if next == last {
                return next;
            }
            last = next;
        }
        panic!("the cluster does not come to rest: {last:?}");
    }

    /// Returns what `change` rolls: the Deployments whose specification is another afterwards.
    #[track_caller]
    fn rolled(&self, change: impl FnOnce()) -> Vec<String> {
        let read = || self.fields("deployment", "/metadata/generation");
        let before = read();
        change();
        let after = read();
        let changed = after.iter().filter(|(name, value)| before.get(*name) != Some(value));
        changed.map(|(name, _)| name.trim_start_matches("Deployment/").to_owned()).collect()
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        run(&["delete", "namespace", &self.name, "--wait=false", "--ignore-not-found"]);
    }
}

fn text_of<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

#[test]
#[ignore = "needs Kubernetes: deploy/dev/kube up"]
fn an_application_applies_at_first_unchanged_and_after_every_change() {
    let space = Space::new("apply");
    space.create();
    let application = fixture::wind_farm();
    space.deploy(&application);
    assert_eq!(space.fields("deployment", "").len(), 4);
    let claims = space.fields("persistentvolumeclaim", "/status/phase");
    assert_eq!(claims.values().collect::<Vec<_>>(), ["Bound", "Bound"]);

    let lists = space.fields("configmap", "/data/topics.json");
    let beside =
        std::fs::read_to_string(space.target.path().join("topics.wind-farm.json")).unwrap();
    assert_eq!(text_of(&lists["ConfigMap/wind-farm-topics"], ""), beside, "YAML keeps every byte");

    let before = space.versions();
    let said = space.kubectl(&["apply", "--filename", &space.folder()]);
    // kubectl says so of every disruption budget, whether it changed or not.
    let mut lines = said.lines().filter(|line| !line.starts_with("poddisruptionbudget"));
    assert!(lines.all(|line| line.ends_with(" unchanged")), "{said}");
    assert_eq!(space.versions(), before, "an unchanged apply changes no object");

    let mut changed = application.clone();
    changed.instances[0].config = &[Setting { key: "body_limit", value: "32 KiB" }];
    assert_eq!(space.rolled(|| space.deploy(&changed)), ["wind-farm-ingress"]);

    let jobs = space.fields("job", "");
    changed.topics[0] = Topic { partitions: Some(24), ..changed.topics[0] };
    assert_eq!(space.rolled(|| space.deploy(&changed)), [""; 0]);
    assert_eq!(space.fields("job", "").len(), jobs.len() + 1, "a Job for the new list");

    changed.instances[1].streamlet = &fixture::SCORE_WITH_OTHER_ACCESS;
    assert_eq!(space.rolled(|| space.deploy(&changed)), ["wind-farm-score"]);

    changed.instances[2].streamlet = &fixture::LOG_WITH_SERVER;
    assert_eq!(space.rolled(|| space.deploy(&changed)), ["wind-farm-valid-log"]);

    changed.instances[0].replicas = 1;
    changed.instances[2].replicas = 2;
    let scaled = space.rolled(|| space.deploy(&changed));
    assert_eq!(scaled, ["wind-farm-ingress", "wind-farm-valid-log"]);

    let more = changed.clone().with_audit();
    assert_eq!(space.rolled(|| space.deploy(&more)), ["wind-farm-audit"]);
    assert_eq!(space.rolled(|| space.deploy(&changed)), [""; 0]);

    let image = "registry.example.com/wind:1.3.0";
    let rolled = space.rolled(|| space.deploy_with(&changed, image, "kafka:9092"));
    assert_eq!(rolled.len(), 4, "all but the one that is no longer written: {rolled:?}");
    let rolled = space.rolled(|| space.deploy_with(&changed, image, "a:9092,b:9092"));
    assert_eq!(rolled.len(), 4, "{rolled:?}");
    space.deploy(&changed);

    // Back to where it began, and away with what has gone.
    assert_eq!(
        space.rolled(|| space.deploy(&application)),
        ["wind-farm-ingress", "wind-farm-score", "wind-farm-valid-log"]
    );
    space.kubectl(&["get", "deployment/wind-farm-audit"]);
    prune(&space);
    assert_eq!(space.fields("deployment", "").len(), 4);
    assert!(space.fields("job", "").keys().eq(jobs.keys()), "the Jobs of other lists are gone");
    assert_eq!(space.fields("persistentvolumeclaim", "").len(), 2);

    delete(&space, "wind-farm");
    assert_eq!(space.fields(KINDS, ""), BTreeMap::new());
    let pods = ["wait", "--for=delete", "pod", "--all", TIMEOUT];
    space.kubectl(&pods);
}

/// Prunes as the crate's documentation says.
#[track_caller]
fn prune(space: &Space) {
    let folder = space.folder();
    let mut arguments = vec!["apply", "--filename", &folder, "--prune"];
    arguments.extend(["--selector", "app.kubernetes.io/part-of=wind-farm"]);
    for kind in ["apps/v1/Deployment", "core/v1/Service", "core/v1/ConfigMap", "batch/v1/Job"] {
        arguments.extend(["--prune-allowlist", kind]);
    }
    space.kubectl(&arguments);
}

/// Deletes as the crate's documentation says.
#[track_caller]
fn delete(space: &Space, application: &str) {
    let selector = format!("app.kubernetes.io/part-of={application}");
    space.kubectl(&["delete", KINDS, "--selector", &selector, TIMEOUT]);
}

#[test]
#[ignore = "needs Kubernetes: deploy/dev/kube up"]
fn an_application_brings_its_namespace() {
    let space = Space::new("namespace");
    let application = fixture::tail();
    let blueprint = application.blueprint();
    let config = Config::new(&blueprint).image("registry.example.com/tail:1.2.0");
    config.namespace(&space.name).target_dir(space.target.path()).write().unwrap();
    kubectl(&["apply", "--filename", &space.folder()]);
    space.await_all();
    let before = space.versions();
    kubectl(&["apply", "--filename", &space.folder()]);
    assert_eq!(space.versions(), before);
    delete(&space, "tail");
    assert_eq!(space.fields(KINDS, ""), BTreeMap::new());
}
