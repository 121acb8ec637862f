//! The generated files, byte by byte, as reviewed: `UPDATE_GOLDEN=1 cargo test` writes them anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use cloudflow_build::{Config, Error};
use cloudflow_model::{
    Access, Connection, Descriptor, Instance, Partitioning, Server, VolumeMount,
};

use crate::fixture::{self, Application, instance};

type Files = BTreeMap<PathBuf, String>;

/// Returns every text below a folder, by relative path; the record of files apart, which is named
/// after the package of the tests.
fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("cloudflow") {
                folders.push(path);
            } else if path.is_file() {
                let name = path.strip_prefix(folder).unwrap().to_path_buf();
                files.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    files
}

fn generate(application: &Application, adapt: impl FnOnce(Config<'_>) -> Config<'_>) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let blueprint = application.blueprint();
    let config = Config::new(&blueprint).image("registry.example.com/wind:1.2.0");
    adapt(config).target_dir(folder.path()).write().unwrap();
    read(folder.path())
}

#[track_caller]
fn check(name: &str, files: &Files) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        let _ = fs::remove_dir_all(&golden);
        for (path, text) in files {
            let path = golden.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        return;
    }
    let expected = read(&golden);
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(files), names(&expected), "help: UPDATE_GOLDEN=1 cargo test");
    for (path, text) in files {
        assert_eq!(text, &expected[path], "{}\nhelp: UPDATE_GOLDEN=1 cargo test", path.display());
    }
}

#[test]
fn everything_at_once() {
    check("wind-farm", &generate(&fixture::wind_farm(), |config| config));
}

#[test]
fn the_least_in_a_namespace_of_its_own() {
    let files = generate(&fixture::tail(), |config| {
        config.namespace("team-1").kafka_bootstrap_servers("a.example.com:9092,b.example.com:9092")
    });
    check("tail", &files);
}

#[test]
fn two_runs_give_the_same_bytes() {
    let run = || generate(&fixture::wind_farm(), |config| config);
    assert_eq!(run(), run());
}

/// Returns the fingerprint in the pod template of each instance.
fn hashes(application: &Application) -> BTreeMap<PathBuf, Vec<String>> {
    let files = generate(application, |config| config).into_iter();
    let hash = |text: &str| {
        let lines = text.lines().filter(|line| line.contains("config-hash"));
        lines.map(str::to_owned).collect()
    };
    files.map(|(path, text)| (path, hash(&text))).collect()
}

#[test]
fn the_times_of_a_stop_are_set_in_the_pods_and_allowed_by_kubernetes() {
    let files = generate(&fixture::wind_farm(), |config| {
        config.shutdown_delay(Duration::from_millis(2_500)).drain_timeout(Duration::from_mins(1))
    });
    let seconds = |file: &str| {
        let text = &files[Path::new(file)];
        let lines = text.lines().filter_map(|line| line.trim().strip_prefix("terminationGrace"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(seconds("k8s/wind-farm-30-ingress.yaml"), ["PeriodSeconds: 68"]);
    assert_eq!(seconds("k8s/wind-farm-30-rejects.yaml"), ["PeriodSeconds: 65"]);
    let ingress = &files[Path::new("k8s/wind-farm-30-ingress.yaml")];
    let settings =
        "    drain_timeout = \"60 s\"\n    shutdown_delay = \"2500 ms\"\n\n    [kafka]\n";
    assert!(ingress.contains(settings), "{ingress}");
}

#[test]
fn a_setting_rolls_its_own_workload_and_no_other() {
    let before = fixture::wind_farm();
    let mut after = before.clone();
    after.instances[0].config = &[];
    let (before, after) = (hashes(&before), hashes(&after));
    let changed: Vec<_> = before.keys().filter(|path| before[*path] != after[*path]).collect();
    assert_eq!(changed, [Path::new("k8s/wind-farm-30-ingress.yaml")]);
}

#[test]
fn other_resources_roll_their_own_workload_and_no_other() {
    let before = fixture::wind_farm();
    let mut after = before.clone();
    after.instances[2].resources.memory = Some("512Mi");
    let template =
        |text: &String| text.split_once("\n  template:\n").map(|(_, pod)| pod.to_owned());
    let (before, after) = (generate(&before, |config| config), generate(&after, |config| config));
    let changed: Vec<_> = before.keys().filter(|path| before[*path] != after[*path]).collect();
    assert_eq!(changed, [Path::new("k8s/wind-farm-30-valid-log.yaml")]);
    let path = changed[0];
    // A Deployment rolls when its template changes, and the resources are part of it.
    let resources = |text: &str| {
        let (_, behind) = text.split_once("        resources:\n").unwrap();
        behind.split_once("        securityContext:\n").unwrap().0.to_owned()
    };
    let pods = [template(&before[path]).unwrap(), template(&after[path]).unwrap()];
    assert_eq!(
        pods.each_ref().map(|pod| resources(pod)),
        [
            "          requests:\n            cpu: 100m\n            memory: 64Mi\n          \
             limits:\n            memory: 256Mi\n",
            "          requests:\n            cpu: 100m\n            memory: 512Mi\n          \
             limits:\n            memory: 512Mi\n",
        ]
    );
}

#[test]
fn a_description_rolls_nothing() {
    let before = fixture::wind_farm();
    let mut after = before.clone();
    let ingress = before.instances[0].streamlet;
    let mut config = ingress.config.to_vec();
    config[0].description = "New words.";
    let streamlet = Descriptor { config: Box::leak(config.into_boxed_slice()), ..*ingress };
    after.instances[0].streamlet = Box::leak(Box::new(streamlet));
    assert_eq!(hashes(&before), hashes(&after));
}

#[track_caller]
fn refuses(application: &Application, rules: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let error = Config::new(&application.blueprint()).target_dir(folder.path()).write();
    let Err(Error::Problems(problems)) = error else { panic!("{error:?}") };
    let found: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), rules.len(), "{found:?}");
    for (text, rule) in found.iter().zip(rules) {
        assert!(text.contains(&format!("[{rule}]")), "{text}");
    }
    assert_eq!(read(folder.path()), Files::new(), "nothing is written");
}

/// The rules are those of the model; here it only counts that the build asks them.
#[test]
fn names_that_kubernetes_would_refuse_are_refused() {
    const SERVER: Descriptor<'static> = Descriptor {
        name: "server",
        description: "",
        inlets: &[],
        outlets: &[],
        config: &[],
        volumes: &[],
        server: Some(Server::HTTP),
        partitioning: Partitioning::Unsaid,
    };
    const WITH_B_C: Descriptor<'static> = Descriptor {
        volumes: &[VolumeMount { name: "b_c", path: "/tmp", access: Access::ReadOnly }],
        ..SERVER
    };
    const WITH_C: Descriptor<'static> = Descriptor {
        volumes: &[VolumeMount { name: "c", path: "/data", access: Access::ReadOnly }],
        ..SERVER
    };
    let application =
        |instances| Application { name: "farm", instances, connections: vec![], topics: vec![] };
    let long = "l".repeat(60).leak();
    refuses(
        &application(vec![instance(long, &SERVER), instance("topics", &SERVER)]),
        &["CF17", "CF18"],
    );
    refuses(
        &application(vec![instance("a", &WITH_B_C), instance("a_b", &WITH_C)]),
        &["CF22", "CF18"],
    );
}

#[test]
fn instances_of_one_streamlet_have_volumes_of_their_own() {
    let mut application = fixture::wind_farm();
    let score = application.instances[1];
    application.instances.push(Instance { name: "score_again", ..score });
    let again = application.instances.len() - 1;
    for (from, to) in [("valid", 2), ("invalid", 3)] {
        application
            .connections
            .push(Connection { from: fixture::port(again, from), to: fixture::port(to, "in") });
    }
    application
        .connections
        .push(Connection { from: fixture::port(0, "out"), to: fixture::port(again, "data") });
    let files = generate(&application, |config| config);
    for (file, claim) in
        [("score", "wind-farm-score-models"), ("score-again", "wind-farm-score-again-models")]
    {
        let text = &files[Path::new(&format!("k8s/wind-farm-30-{file}.yaml"))];
        assert!(text.contains(&format!("claimName: {claim}\n")), "{text}");
    }
}

#[test]
fn a_required_parameter_without_a_value_is_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let application = fixture::wind_farm();
    let report = Config::new(&application.blueprint()).target_dir(folder.path()).write().unwrap();
    assert_eq!(
        report.warnings(),
        ["`score.license` has no value: it has no default and the blueprint sets none\n\
          help: set it in the blueprint, or as `score.license` in the Secret `wind-farm-score`"]
    );
}

#[test]
fn problems_of_the_model_stand_alone() {
    let mut application = fixture::wind_farm();
    application.connections.pop();
    application.topics.pop();
    let folder = tempfile::tempdir().unwrap();
    let error = Config::new(&application.blueprint()).target_dir(folder.path()).write();
    let Err(Error::Problems(problems)) = error else { panic!("{error:?}") };
    let expected = cloudflow_model::rules::check_all(&application.blueprint());
    assert!(!expected.is_empty());
    let texts = |lines: Vec<String>| lines.join("\n");
    assert_eq!(
        texts(problems.iter().map(ToString::to_string).collect()),
        texts(expected.iter().map(ToString::to_string).collect())
    );
}
