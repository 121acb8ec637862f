//! `kubectl apply -f target/k8s`, as it stands in the README, with the files that this build wrote.
//! How manifests of every kind change is tested where they are made, in `cloudflow-build`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use cloudflow_build::Config;
use cloudflow_runtime::model::{Blueprint, Setting};
use sensor_data_flow::sensor_data;
use serde_json::Value;
use tempfile::TempDir;

use crate::process::{DEADLINE, Process};
use crate::stop::nowhere;

/// Everything that belongs to the application, however it came to be.
const KINDS: &str = "deployment,replicaset,pod,job,service,endpointslice,configmap,serviceaccount,\
                     poddisruptionbudget,persistentvolumeclaim";

/// What the documentation of `cloudflow-build` says to delete.
const GENERATED: &str =
    "deployment,job,service,configmap,serviceaccount,poddisruptionbudget,persistentvolumeclaim";

const TIMEOUT: &str = "--timeout=90s";
const LABEL: &str = "app.kubernetes.io/part-of=sensor-data";

/// Returns the path of a file or folder in Cargo's target directory, above the one of the profile.
pub(crate) fn in_target(name: &str) -> PathBuf {
    let binary = Path::new(env!("CARGO_BIN_EXE_sensor-data"));
    let mut paths = binary.ancestors().skip(2).map(|folder| folder.join(name));
    paths.find(|path| path.exists()).unwrap_or_else(|| panic!("the build wrote no `{name}`"))
}

/// A namespace that refuses all but restricted pods, and goes with the test.
struct Namespace {
    name: String,
}

impl Namespace {
    fn create(test: &str) -> Self {
        let namespace = Self { name: format!("sensor-data-{test}-{}", std::process::id()) };
        namespace.kubectl(&["create", "namespace", &namespace.name]);
        let level = |mode: &str| format!("pod-security.kubernetes.io/{mode}=restricted");
        let labels = [level("enforce"), level("warn")];
        namespace.kubectl(&["label", "namespace", &namespace.name, &labels[0], &labels[1]]);
        namespace
    }

    /// Runs kubectl, which must succeed without a warning, and returns what it prints.
    #[track_caller]
    fn kubectl(&self, arguments: &[&str]) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/dev/kube");
        let mut command = Command::new(script);
        let command = command.args(["kubectl", "--namespace", &self.name]).args(arguments);
        let output = command.output().expect("the script runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && error.is_empty(), "kubectl {arguments:?}\n{error}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Applies a folder and waits until everything runs.
    #[track_caller]
    fn apply(&self, folder: &Path) -> String {
        let folder = folder.to_str().expect("a path in UTF-8");
        let said = self.kubectl(&["apply", "-f", folder]);
        self.kubectl(&["rollout", "status", "deployment", TIMEOUT]);
        self.kubectl(&["wait", "--for=condition=complete", "job", "--all", TIMEOUT]);
        said
    }

    /// Returns a part of each object of the application.
    #[track_caller]
    fn objects(&self, kinds: &str, pointer: &str) -> BTreeMap<String, Value> {
        let text = self.kubectl(&["get", kinds, "--selector", LABEL, "--output", "json"]);
        let list: Value = serde_json::from_str(&text).expect("JSON");
        let name = |object: &Value| {
            let part = |pointer| object.pointer(pointer).and_then(Value::as_str).expect("a name");
            format!("{}/{}", part("/kind"), part("/metadata/name"))
        };
        let objects = list.pointer("/items").and_then(Value::as_array).expect("objects");
        objects
            .iter()
            .map(|one| (name(one), one.pointer(pointer).cloned().unwrap_or_default()))
            .collect()
    }

    /// Returns the version of each object, once the controllers have written all they have to say.
    #[track_caller]
    fn versions(&self) -> BTreeMap<String, Value> {
        let deadline = Instant::now() + DEADLINE;
        let mut last = BTreeMap::new();
        loop {
            let versions = self.objects(GENERATED, "/metadata/resourceVersion");
            if versions == last {
                return versions;
            }
            assert!(Instant::now() < deadline, "the cluster does not come to rest");
            last = versions;
        }
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        // Asserts nothing: the test may have failed because the cluster has.
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/dev/kube");
        let delete = ["kubectl", "delete", "namespace", &self.name, "--wait=false"];
        let _ = Command::new(script).args(delete).output();
    }
}

/// The blueprint with another value for one key of the HTTP ingress, as after an edit and a build.
fn with_body_limit(folder: &TempDir) -> PathBuf {
    let mut instances = sensor_data::BLUEPRINT.instances.to_vec();
    let ingress = instances.iter_mut().find(|one| one.name == "ingress").expect("an ingress");
    ingress.config = &[Setting { key: "body_limit", value: "32 KiB" }];
    let blueprint = Blueprint { instances: &instances, ..sensor_data::BLUEPRINT };
    let image = concat!(env!("CARGO_PKG_NAME"), ":", env!("CARGO_PKG_VERSION"));
    Config::new(&blueprint).image(image).target_dir(folder.path()).write().expect("manifests");
    folder.path().join("k8s")
}

#[test]
#[ignore = "needs Kubernetes: deploy/dev/kube up"]
fn the_folder_applies_at_first_again_and_after_a_change() {
    let namespace = Namespace::create("apply");
    let folder = in_target("k8s");
    namespace.apply(&folder);
    let instances = sensor_data::BLUEPRINT.instances.len();
    let ready = namespace.objects("deployment", "/status/readyReplicas");
    assert_eq!(ready.values().filter(|count| **count == 1).count(), instances, "{ready:?}");
    assert_eq!(
        namespace.objects("job", "/status/succeeded").into_values().collect::<Vec<_>>(),
        [1]
    );

    let before = namespace.versions();
    let said = namespace.apply(&folder);
    // kubectl says so of every disruption budget, whether it changed or not.
    let mut lines = said.lines().filter(|line| !line.starts_with("poddisruptionbudget"));
    assert!(lines.all(|line| line.ends_with(" unchanged")), "{said}");
    assert_eq!(namespace.versions(), before, "an unchanged folder changes no object");

    let generations = || namespace.objects("deployment", "/metadata/generation");
    let before = generations();
    let changed = TempDir::new().expect("a folder");
    namespace.apply(&with_body_limit(&changed));
    let rolled: Vec<_> =
        generations().into_iter().filter(|(name, value)| before[name] != *value).collect();
    assert_eq!(rolled.len(), 1, "{rolled:?}");
    assert_eq!(rolled[0].0, "Deployment/sensor-data-ingress");

    namespace.kubectl(&["delete", GENERATED, "--selector", LABEL, TIMEOUT]);
    namespace.kubectl(&["wait", "--for=delete", "pod", "--all", TIMEOUT]);
    assert_eq!(namespace.objects(KINDS, ""), BTreeMap::new(), "nothing is left");
}

/// Simulated nodes run no container, so this runs what the containers would.
#[test]
#[ignore = "needs Kubernetes: deploy/dev/kube up"]
fn the_binary_takes_the_arguments_and_the_configuration_of_each_pod() {
    let namespace = Namespace::create("pods");
    namespace.apply(&in_target("k8s"));
    let files = namespace.objects("configmap", "/data");
    let folder = TempDir::new().expect("a folder");
    let specifications = namespace.objects("deployment", "/spec/template/spec/containers/0/args");
    assert_eq!(specifications.len(), sensor_data::BLUEPRINT.instances.len());
    for (name, arguments) in specifications {
        let file = files[&name.replace("Deployment/", "ConfigMap/")]["cloudflow.toml"].as_str();
        let path = folder.path().join("cloudflow.toml");
        fs::write(&path, file.expect("a configuration")).expect("a file");
        let arguments = arguments.as_array().expect("arguments").iter();
        let arguments: Vec<_> = arguments.map(|one| one.as_str().expect("text")).collect();
        let path = format!("--config={}", path.display());
        let kafka = format!("--kafka={}", nowhere());
        let here = ["--management=127.0.0.1:0", &path, &kafka, "--set=ports.ingress=0"];
        let mut process = Process::start(&[&arguments[..], &here].concat());
        process.await_line("\"message\":\"Starting.\"");
    }
}
