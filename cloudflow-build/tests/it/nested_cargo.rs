//! A package with a three-line build script, built by the real Cargo in every way that moves files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::SystemTime;

use tempfile::TempDir;

/// A package in a folder of its own, with a flow package that has the blueprint.
struct Package {
    folder: PathBuf,
    /// Removes the folder in the end, unless it is to stay.
    _temporary: Option<TempDir>,
}

impl Package {
    fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("cloudflow-").tempdir().unwrap();
        let path = folder.path().to_owned();
        let package = Self { folder: path, _temporary: Some(folder) };
        package.fill("scratch");
        package.has_dependencies("debug", "target");
        package
    }

    /// Writes the files of the package, if they are not there already.
    fn fill(&self, name: &str) {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let build = toml_path(&repository.join("cloudflow-build"));
        let model = toml_path(&repository.join("cloudflow-runtime/model"));
        self.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.3.0\"\nedition = \"2024\"\n\n\
                 [build-dependencies]\ncloudflow-build = {{ path = {build} }}\n\
                 {name}-flow = {{ path = \"flow\" }}\n\n\
                 [profile.fast]\ninherits = \"dev\"\n\n[workspace]\nmembers = [\"flow\"]\n"
            ),
        );
        self.write(
            "build.rs",
            &format!("fn main() {{\n    cloudflow_build::generate(&{name}_flow::BLUEPRINT);\n}}\n"),
        );
        self.write("src/main.rs", "fn main() {}\n");
        self.write(
            "flow/Cargo.toml",
            &format!(
                "[package]\nname = \"{name}-flow\"\nversion = \"0.3.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\ncloudflow-model = {{ path = {model} }}\n"
            ),
        );
        self.blueprint("ticker", "sink");
        // The versions that this repository was built with are at hand without a network.
        fs::copy(repository.join("Cargo.lock"), self.path("Cargo.lock")).unwrap();
    }

    /// Gives a target directory of this package what its dependencies compile to in a profile.
    fn has_dependencies(&self, profile: &str, target: &str) {
        let target = self.path(target);
        fs::create_dir_all(&target).unwrap();
        // With their times, by which Cargo knows that they are fresh.
        let mut copy = Command::new("cp");
        copy.arg("-a").arg(compiled().join(profile)).arg(target);
        assert!(copy.status().unwrap().success());
    }

    /// Writes a blueprint of two streamlets, with these names of instances.
    fn blueprint(&self, source: &str, sink: &str) {
        self.write(
            "flow/src/lib.rs",
            &format!(
                "use cloudflow_model::*;

                const NONE: Descriptor<'static> = Descriptor {{
                    name: \"none\", description: \"\", inlets: &[], outlets: &[], config: &[],
                    volumes: &[], server: None, partitioning: Partitioning::Unsaid,
                }};
                const SOURCE: Descriptor<'static> = Descriptor {{
                    outlets: &[Outlet {{ name: \"out\", schema: &Schema::Long, key: None, is_keyless: false }}], ..NONE
                }};
                const SINK: Descriptor<'static> = Descriptor {{
                    inlets: &[Inlet {{ name: \"in\", schema: &Schema::Long, tombstones: false }}], ..NONE
                }};
                pub const BLUEPRINT: Blueprint<'static> = Blueprint {{
                    name: \"scratch_app\", description: \"\", topics: &[],
                    locks: Locks::in_package(option_env!(\"CARGO_MANIFEST_DIR\"), &[]),
                    instances: &[
                        Instance {{ name: \"{source}\", streamlet: &SOURCE, replicas: 1, resources: Resources::DEFAULT, config: &[] }},
                        Instance {{ name: \"{sink}\", streamlet: &SINK, replicas: 1, resources: Resources::DEFAULT, config: &[] }},
                    ],
                    connections: &[Connection {{
                        from: PortRef {{ instance: 0, port: \"out\" }},
                        to: PortRef {{ instance: 1, port: \"in\" }},
                    }}],
                }};\n"
            ),
        );
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        if fs::read_to_string(&path).is_ok_and(|found| found == text) {
            return;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs `cargo build` as a user would, without what the Cargo that runs the tests has set.
    fn run(&self, arguments: &[&str], variables: &[(&str, &Path)]) -> Output {
        let mut command = Command::new(env!("CARGO"));
        command.args(["build", "--offline", "--verbose"]).args(arguments);
        command.current_dir(&self.folder);
        for (key, _) in std::env::vars_os() {
            let name = key.to_string_lossy();
            let decides = ["CARGO_TARGET_DIR", "CARGO_BUILD_", "CARGO_ENCODED_", "CLOUDFLOW_"];
            if decides.iter().any(|prefix| name.starts_with(prefix)) {
                command.env_remove(&key);
            }
        }
        command.envs(variables.iter().copied()).output().unwrap()
    }

    /// Builds, and returns what Cargo said.
    #[track_caller]
    fn build(&self, arguments: &[&str], variables: &[(&str, &Path)]) -> String {
        let output = self.run(arguments, variables);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        said
    }
}

/// Returns the target directory of a package that outlives the tests. Its dependencies are those of all
/// packages here, which would otherwise compile them five times in each run.
fn compiled() -> &'static Path {
    static COMPILED: OnceLock<PathBuf> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nested-cargo");
        let package = Package { folder, _temporary: None };
        package.fill("dependencies");
        package.build(&[], &[]);
        package.build(&["--target", &host(), "--profile", "fast"], &[]);
        package.path("target")
    })
}

/// Returns the triple of this machine.
fn host() -> String {
    let version = Command::new(env!("CARGO")).args(["--version", "--verbose"]).output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

/// Returns a path as a string of TOML.
fn toml_path(path: &Path) -> String {
    format!("'{}'", path.display())
}

/// Returns the names and times of the generated files.
#[track_caller]
fn generated(target: &Path) -> Vec<(String, SystemTime)> {
    let files = fs::read_dir(target.join("k8s"));
    let files = files.unwrap_or_else(|error| panic!("{}: {error}", target.display()));
    let mut files: Vec<_> = files
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, entry.metadata().unwrap().modified().unwrap())
        })
        .collect();
    files.sort();
    files
}

fn names(files: &[(String, SystemTime)]) -> Vec<&str> {
    files.iter().map(|(name, _)| name.as_str()).collect()
}

const NAMES: [&str; 4] = [
    "scratch-app-10-application.yaml",
    "scratch-app-20-topics.yaml",
    "scratch-app-30-sink.yaml",
    "scratch-app-30-ticker.yaml",
];

fn is_fresh(said: &str) -> bool {
    said.contains("Fresh scratch v0.3.0")
}

#[test]
fn files_appear_stay_return_and_go() {
    let package = Package::new();
    let target = package.path("target");
    package.build(&[], &[]);
    let first = generated(&target);
    assert_eq!(names(&first), NAMES);
    for name in ["topics.scratch-app.json", "topics.scratch-app.yaml"] {
        assert!(target.join(name).exists(), "{name}");
    }

    assert!(is_fresh(&package.build(&[], &[])), "the script's own files must not run it again");
    assert_eq!(generated(&target), first);

    fs::remove_dir_all(target.join("k8s")).unwrap();
    assert!(!is_fresh(&package.build(&[], &[])));
    assert_eq!(names(&generated(&target)), NAMES);
    assert!(is_fresh(&package.build(&[], &[])));

    // Another value of a variable, then none.
    let file = target.join("k8s/scratch-app-30-sink.yaml");
    let image = |file: &Path| {
        let text = fs::read_to_string(file).unwrap();
        let line = text.lines().find_map(|line| line.trim().strip_prefix("image: "));
        line.unwrap().to_owned()
    };
    assert_eq!(image(&file), "scratch:0.3.0");
    package.build(&[], &[("CLOUDFLOW_IMAGE", Path::new("other:1"))]);
    assert_eq!(image(&file), "other:1");
    package.build(&[], &[]);
    assert_eq!(image(&file), "scratch:0.3.0");

    // A renamed instance: its old file goes, what did not change is not touched.
    let before = generated(&target);
    package.write("target/k8s/mine.yaml", "# mine\n");
    package.blueprint("ticker", "printer");
    package.build(&[], &[]);
    let after = generated(&target);
    assert_eq!(
        names(&after),
        [
            "mine.yaml",
            "scratch-app-10-application.yaml",
            "scratch-app-20-topics.yaml",
            "scratch-app-30-printer.yaml",
            "scratch-app-30-ticker.yaml",
        ]
    );
    for name in ["scratch-app-10-application.yaml", "scratch-app-30-ticker.yaml"] {
        let time = |files: &[(String, SystemTime)]| {
            files.iter().find(|(other, _)| other == name).map(|(_, time)| *time)
        };
        assert_eq!(time(&before), time(&after), "{name}");
    }

    // Problems: one line each, and neither panic nor backtrace.
    package.blueprint("same", "same");
    let output = package.run(&[], &[("CLOUDFLOW_IMAGE", Path::new("with space"))]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    let errors: Vec<_> = said.lines().filter(|line| line.starts_with("error: scratch@")).collect();
    assert_eq!(errors.len(), 2, "{said}");
    assert!(errors[0].contains("the image is `with space`, which is not the name"), "{said}");
    assert!(errors[1].contains("two instances are called `same`"), "{said}");
    assert!(!said.contains("panicked") && !said.contains("stack backtrace"), "{said}");

    // Cargo says once that the script has failed, and repeats nothing of its output.
    assert!(!said.contains("--- stdout") && !said.contains("cargo::error"), "{said}");
    let again = package.run(&[], &[("CLOUDFLOW_IMAGE", Path::new("with space"))]);
    assert!(!again.status.success(), "a script that told errors is run again");
    package.blueprint("ticker", "printer");
    package.build(&[], &[]);
}

#[test]
fn the_folder_is_in_the_target_directory_however_it_is_chosen() {
    let package = Package::new();
    let target = package.path("target");
    let host = host();
    package.has_dependencies("fast", "target");
    package.build(&["--target", &host, "--profile", "fast"], &[]);
    let first = generated(&target);
    assert_eq!(names(&first), NAMES);
    package.build(&[], &[]);
    assert_eq!(generated(&target), first, "another layout writes the same");
    assert!(!target.join(&host).join("k8s").exists());

    let elsewhere = package.path("elsewhere");
    package.has_dependencies("debug", "elsewhere");
    package.build(&[], &[("CARGO_TARGET_DIR", Path::new("elsewhere"))]);
    assert_eq!(names(&generated(&elsewhere)), NAMES);

    // Intermediate files where they are already, the target directory apart from them.
    let apart = package.path("apart");
    let variables = [("CARGO_TARGET_DIR", apart.as_path()), ("CARGO_BUILD_BUILD_DIR", &target)];
    package.build(&[], &variables);
    assert_eq!(names(&generated(&apart)), NAMES);
}

/// The lock of the scratch application, as the command `release` would write it.
const LOCK: &str = r#"format = 1
application = "scratch_app"

[[instance]]
name = "sink"
streamlet = "none"
group = "scratch-app.sink"
inlets = [
    { name = "in", topic = "scratch-app.ticker.out" },
]

[[instance]]
name = "ticker"
streamlet = "none"
outlets = [
    { name = "out", topic = "scratch-app.ticker.out" },
]

[[topic]]
name = "scratch-app.ticker.out"
partitions = 4
managed = true
schema = "long"
fingerprint = "d054e14493f41db7"
"#;

#[test]
fn a_build_is_compared_with_what_is_released() {
    let package = Package::new();
    package.write("flow/blueprint.lock", LOCK);
    package.build(&[], &[]);
    assert!(is_fresh(&package.build(&[], &[])), "an unchanged lock must not run the script again");

    // What the build says, each of its lines without the name of the package.
    let says = |level: &str| {
        let output = package.run(&[], &[]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let start = format!("{level}: scratch@0.3.0: ");
        let lines: Vec<String> =
            said.lines().filter_map(|line| line.strip_prefix(&start)).map(str::to_owned).collect();
        (output.status.success(), lines)
    };
    package.blueprint("ticker", "printer");
    let (is_built, errors) = says("error");
    assert!(!is_built);
    assert_eq!(
        errors,
        ["instance `sink` is now called `printer`, and so is its consumer group: what \
          `scratch-app.sink` has read counts no more, and all that Kafka still has is processed again \
          (breaks) [CF28]; help: call it `sink` again; or remove its entry at `flow/blueprint.lock:4` if it may \
          start over"]
    );

    // Accepted by hand; then the lock changes again, and nothing else does.
    let start = LOCK.find("[[instance]]").unwrap();
    let end = LOCK.rfind("[[instance]]").unwrap();
    let accepted = LOCK.replace(&LOCK[start..end], "");
    package.write("flow/blueprint.lock", &accepted);
    package.build(&[], &[]);
    package.write("flow/blueprint.lock", &accepted.replace("\"long\"", "\"int\""));
    let (is_built, warnings) = says("warning");
    assert!(is_built);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("carries `long` and carried `int`"), "{warnings:?}");

    package.write("flow/blueprint.lock", &format!("{accepted}>>>>>>> theirs\n"));
    let (is_built, errors) = says("error");
    assert!(!is_built);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].starts_with("flow/blueprint.lock:17:1: git could not merge"), "{errors:?}");
}
