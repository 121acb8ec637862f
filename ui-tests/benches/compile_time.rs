//! What the macros cost `cargo check`: `cargo bench -p cloudflow-ui-tests --bench compile_time`.
//!
//! A package of records, streamlets and a blueprint is generated in several sizes. Its dependencies
//! are checked once; then its own check is timed, and what the smaller package took is taken off.

#![expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs, io};

const RUNS: usize = 5;
const FIELDS: usize = 20;
/// How many streamlets a blueprint has, and as many connections.
const LENGTHS: [usize; 3] = [100, 300, 1_000];
/// Different streamlets, each between two different records.
const ITEMS: usize = 100;

fn main() -> io::Result<()> {
    // `cargo test --benches` runs benchmarks as tests; this one measures or does nothing.
    if !env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let package = Package::new()?;
    let mut sources = vec![
        ("an empty library".to_owned(), source(0, 0, 0)),
        (format!("{ITEMS} structs of {FIELDS} fields, with serde's derives"), structs(ITEMS)),
        (format!("{ITEMS} records of {FIELDS} fields"), source(ITEMS, 0, 0)),
        (format!("and {ITEMS} streamlets"), source(ITEMS, ITEMS, 0)),
    ];
    for length in LENGTHS {
        let what = format!("and a blueprint of {length} streamlets and as many connections");
        sources.push((what, source(ITEMS, ITEMS, length)));
    }
    let times = package.times(&sources)?;
    let [empty, structs, records, streamlets, rings @ ..] = &times[..] else {
        return Err(io::Error::other("a time is missing"));
    };
    println!();
    println!("{:>8.2} ms for each struct with serde's derives", per(*structs, *empty, ITEMS));
    println!("{:>8.2} ms for each record", per(*records, *empty, ITEMS));
    println!("{:>8.2} ms for each streamlet", per(*streamlets, *records, ITEMS));
    for (length, time) in LENGTHS.into_iter().zip(rings) {
        let added = time.saturating_sub(*streamlets);
        println!(
            "{:>8.2} s for a blueprint of {length}, {:.2} ms for each line",
            added.as_secs_f64(),
            per(*time, *streamlets, 2 * length)
        );
    }
    Ok(())
}

fn per(time: Duration, without: Duration, count: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let count = count as f64;
    time.saturating_sub(without).as_secs_f64() * 1_000.0 / count
}

/// Returns structs with the derives that a user would write without us: JSON, and no schema.
fn structs(count: usize) -> String {
    let types = ["String", "i64", "Option<f64>", "Vec<String>", "u64"];
    items("serde::Serialize, serde::Deserialize", count, types)
}

/// Returns `count` structs with these derives and fields of these types.
fn items(derives: &str, count: usize, types: [&str; 5]) -> String {
    let mut text = String::new();
    for item in 0..count {
        let _ = writeln!(text, "#[derive({derives}, Clone)]\npub struct Record{item} {{");
        for (field, ty) in types.into_iter().cycle().take(FIELDS).enumerate() {
            let _ = writeln!(text, "    pub field_{field}: {ty},");
        }
        text.push_str("}\n");
    }
    text
}

/// Returns the library: `records`, as many `streamlets` that pass them on, and rings of `instances`.
fn source(records: usize, streamlets: usize, instances: usize) -> String {
    let mut text = String::from("use cloudflow_runtime::prelude::*;\n");
    let types = ["String", "i64", "Option<f64>", "Vec<String>", "Timestamp"];
    text.push_str(&items("AvroRecord", records, types));
    for streamlet in 0..streamlets {
        let _ = writeln!(
            text,
            "/// Passes records on.\n#[streamlet]\npub fn step_{streamlet}(data: Record{streamlet}) \
             -> Record{streamlet} {{ data }}"
        );
    }
    if instances == 0 {
        return text;
    }
    // Rings of one record type each: as many connections as instances, and every one is right.
    let (mut uses, mut connections) = (String::new(), String::new());
    for instance in 0..instances {
        let item = instance % streamlets;
        let next = if instance + streamlets < instances { instance + streamlets } else { item };
        let _ = writeln!(uses, "s{instance} = step_{item};");
        let _ = writeln!(connections, "s{instance}.out => s{next}.data;");
    }
    let _ = writeln!(
        text,
        "blueprint! {{ pub app {{ streamlets {{ {uses} }} connections {{ {connections} }} }} }}"
    );
    text
}

/// A package in a temporary folder, with its own target folder.
struct Package {
    folder: tempfile::TempDir,
}

impl Package {
    fn new() -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cloudflow-runtime");
        let manifest = format!(
            "[package]\nname = \"measured\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n\
             [dependencies]\ncloudflow-runtime = {{ path = '{}' }}\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\n",
            runtime.canonicalize()?.display()
        );
        fs::create_dir(folder.path().join("src"))?;
        fs::write(folder.path().join("Cargo.toml"), manifest)?;
        Ok(Self { folder })
    }

    fn library(&self) -> PathBuf {
        self.folder.path().join("src/lib.rs")
    }

    fn check(&self, source: &str) -> io::Result<Duration> {
        fs::write(self.library(), source)?;
        let start = Instant::now();
        let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["check", "--quiet"])
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", self.folder.path().join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .output()?;
        if output.status.success() {
            return Ok(start.elapsed());
        }
        let errors = String::from_utf8_lossy(&output.stderr);
        Err(io::Error::other(errors.lines().take(10).collect::<Vec<_>>().join("\n")))
    }

    /// Returns for each source the shortest of several checks: what disturbs only adds. They are checked
    /// in turns, so that what disturbs for a while does not add to one of them alone.
    fn times(&self, sources: &[(String, String)]) -> io::Result<Vec<Duration>> {
        println!("checking the dependencies");
        self.check("")?;
        let mut times = vec![Duration::MAX; sources.len()];
        for run in 1..=RUNS {
            println!("turn {run} of {RUNS}");
            for ((what, source), shortest) in sources.iter().zip(&mut times) {
                *shortest = (*shortest).min(self.check(&format!("{source}// {run}\n"))?);
                if run == RUNS {
                    println!("{:>8.2} s {what}", shortest.as_secs_f64());
                }
            }
        }
        Ok(times)
    }
}
