//! Whole applications on the embedded log: what arrives, what is committed, and how they end.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use cloudflow_model::{
    Blueprint, Compatibility, Connection, Instance, Locks, PortRef, ReleasedSchema, ReleasedTopic,
    Resources, Topology,
};
use tokio::sync::Barrier;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::Sandbox;
use crate::avro::AvroType;
use crate::config::{Configuration, Sources};
use crate::prelude::*;
use crate::runner::Plan;
use crate::transport::memory::MemoryCluster;
use crate::transport::{Cluster, Lag};
use crate::{Application, RunStreamlet, Streamlet};

#[derive(AvroRecord, Debug, Clone, PartialEq)]
struct Number {
    value: i64,
}

/// Drops odd numbers, and splits even ones in two.
#[streamlet]
fn halves(number: Number) -> Vec<Number> {
    if number.value % 2 == 0 { vec![Number { value: number.value / 2 }; 2] } else { Vec::new() }
}

/// The version of the records that a later release reads.
mod newer {
    use crate::prelude::*;

    #[derive(AvroRecord, Debug, Clone, PartialEq)]
    pub(super) struct Number {
        #[avro(default = "\"kW\"")]
        pub(super) unit: String,
        pub(super) value: f64,
    }
}

#[streamlet]
#[expect(clippy::cast_possible_truncation, reason = "the test sends small whole numbers")]
fn reads_a_newer_version(number: newer::Number) -> Result<Number, StreamletError> {
    match number.unit.as_str() {
        "kW" => Ok(Number { value: number.value as i64 }),
        unit => Err(StreamletError::new(format!("not the default: {unit}"))),
    }
}

#[streamlet]
fn fails_at_three(number: Number) -> Result<Number, StreamletError> {
    if number.value == 3 { Err(StreamletError::new("three is too many")) } else { Ok(number) }
}

#[streamlet]
fn panics_at_three(number: Number) -> Number {
    assert_ne!(number.value, 3, "three is too many");
    number
}

/// Never ends by itself, and does not look at its inlet again.
#[streamlet]
async fn deaf(mut r#in: Inlet<Number>, out: Outlet<Number>) -> StreamletResult {
    if let Some(record) = r#in.try_next().await? {
        out.send(record).await?;
        std::future::pending::<()>().await;
    }
    Ok(())
}

/// Sends more than one turn takes, into a log that has room for all.
#[streamlet]
async fn floods(mut r#in: Inlet<Number>, mut out: Outlet<Number>) -> StreamletResult {
    while let Some(record) = r#in.try_next().await? {
        let other = tokio::spawn(async {});
        for value in 0..1_000 {
            out.feed(record.derive(Number { value })).await?;
        }
        record.done();
        if !other.is_finished() {
            return Err(StreamletError::new("nobody else had a turn"));
        }
    }
    out.flush().await
}

/// Holds every record until its inlet has ended, and sends their sum if there will be no more.
#[streamlet]
async fn sum(mut r#in: Inlet<Number>, out: Outlet<Number>) -> StreamletResult {
    let mut open: Option<Record<Number>> = None;
    while let Some(record) = r#in.try_next().await? {
        open = Some(match open.take() {
            None => record,
            Some(sum) => {
                let ((sum, one), (number, other)) = (sum.into_parts(), record.into_parts());
                one.join(other).into_record(Number { value: sum.value + number.value })
            }
        });
    }
    if let (Some(End::Exhausted), Some(sum)) = (r#in.end(), open) {
        out.send(sum).await?;
    }
    Ok(())
}

/// Holds every record, and never sends one: a join whose other half does not come.
#[streamlet]
async fn holds(mut r#in: Inlet<Number>, out: Outlet<Number>) -> StreamletResult {
    let mut held = Vec::new();
    while let Some(record) = r#in.try_next().await? {
        held.push(record);
    }
    drop(out);
    Ok(())
}

/// Forgets odd numbers.
#[streamlet]
async fn forgets(mut r#in: Inlet<Number>, out: Outlet<Number>) -> StreamletResult {
    while let Some(record) = r#in.try_next().await? {
        if record.value().value % 2 == 0 {
            out.send(record).await?;
        }
    }
    Ok(())
}

/// Fails at three, in a call that overlaps with those for later records.
#[streamlet]
async fn fails_in_a_buffer(r#in: Inlet<Number>, out: Outlet<Number>) -> StreamletResult {
    let calls = r#in.map_ok(|record| async move {
        if record.value().value == 3 {
            tokio::task::yield_now().await;
            // The record is dropped here, and the inlet asked for more before the error comes out.
            return Err(StreamletError::new("three is too many"));
        }
        Ok(record)
    });
    calls.try_buffered(4).forward(out).await
}

/// Fails at three, while another future goes on reading: nobody hears of the error.
#[streamlet]
async fn fails_beside(mut r#in: Inlet<Number>, out: Outlet<Number>) -> StreamletResult {
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel::<Record<Number>>();
    let work = async move {
        while let Some(record) = receiver.recv().await {
            if record.value().value == 3 {
                return Err(StreamletError::new("three is too many"));
            }
            out.send(record).await?;
        }
        Ok(())
    };
    let read = async move {
        while let Some(record) = r#in.try_next().await? {
            // What nobody receives any more is let go of, as the record that failed.
            let _ = sender.send(record);
            tokio::task::yield_now().await;
        }
        Ok(())
    };
    let (worked, read) = tokio::join!(work, read);
    worked.and(read)
}

/// Takes its time.
#[streamlet]
async fn slow(number: Number) -> Number {
    tokio::time::sleep(Duration::from_millis(20)).await;
    number
}

/// Ends a call when two are under way.
#[streamlet(concurrency = 2)]
async fn meets(number: Number) -> Number {
    static BOTH: LazyLock<Barrier> = LazyLock::new(|| Barrier::new(2));
    BOTH.wait().await;
    number
}

/// `source.out => step.<inlet>; step.out => sink.in`, around any step.
fn application<S: Streamlet>(inlet: &'static str) -> Application {
    application_from::<FileIngress<Number>, S>(inlet, Locks::NONE)
}

fn application_from<I: Streamlet, S: Streamlet>(
    inlet: &'static str,
    locks: Locks<'static>,
) -> Application {
    let instance = |name, streamlet| Instance {
        name,
        streamlet,
        replicas: 1,
        resources: Resources::DEFAULT,
        config: &[],
    };
    let port = |instance, port| PortRef { instance, port };
    let instances = vec![
        instance("source", I::DESCRIPTOR),
        instance("step", S::DESCRIPTOR),
        instance("sink", FileEgress::<Number>::DESCRIPTOR),
    ];
    let connections = vec![
        Connection { from: port(0, "out"), to: port(1, inlet) },
        Connection { from: port(1, "out"), to: port(2, "in") },
    ];
    let blueprint = Blueprint {
        name: "test",
        description: "",
        instances: instances.leak(),
        connections: connections.leak(),
        topics: &[],
        locks,
    };
    let run: Vec<RunStreamlet> = vec![I::run, S::run, FileEgress::<Number>::run];
    Application::new(Box::leak(Box::new(blueprint)), run.leak())
}

/// The plans of that application, with a step from `number` to `out`.
pub(super) fn plans() -> Vec<Plan> {
    let application = application::<halves>("number");
    let topology = Topology::new(application.blueprint());
    (0..3).map(|index| Plan::new(&application, &topology, index)).collect()
}

/// What came of a run.
struct Ran {
    result: StreamletResult,
    written: Vec<i64>,
    /// How many records the step has not committed.
    behind: u64,
    output: String,
}

async fn run<S: Streamlet>(inlet: &'static str, count: i64, stop: CancellationToken) -> Ran {
    let cluster = Arc::new(MemoryCluster::new());
    run_on(&cluster, application::<S>(inlet), count, stop).await
}

async fn run_on(
    cluster: &Arc<MemoryCluster>,
    application: Application,
    count: i64,
    stop: CancellationToken,
) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let lines: Vec<String> = (0..count).map(|value| format!("{{\"value\":{value}}}\n")).collect();
    fs::write(folder.path().join("records.jsonl"), lines.concat()).expect("the input");
    let setting =
        |instance: &str, path: &Path| format!("volumes.{instance}.data={}", path.display());
    let out = folder.path().join("out");
    fs::create_dir(&out).expect("a folder");
    let settings = vec![
        setting("source", folder.path()),
        setting("sink", &out),
        "drain_timeout=500 ms".to_owned(),
    ];
    let sources = Sources { settings, ..Sources::default() };
    let configuration =
        Configuration::resolve(application.blueprint(), &sources).expect("a configuration");
    let sandbox = Sandbox {
        application,
        configuration,
        cluster: Arc::clone(cluster) as Arc<dyn Cluster>,
        is_durable: false,
        commit_interval: Duration::from_millis(10),
        exit_when_idle: false,
    };
    let mut output = Vec::new();
    let result = sandbox.run(&mut output, stop).await;
    let lag = cluster.admin().lag("test.source.out", "test.step").await.expect("a lag");
    let text = fs::read_to_string(out.join("records.jsonl")).unwrap_or_default();
    let written = text
        .lines()
        .map(|line| serde_json::from_str::<Number>(line).expect("a record").value)
        .collect();
    Ran {
        result,
        written,
        behind: lag.iter().map(Lag::behind).sum(),
        output: String::from_utf8_lossy(&output).into(),
    }
}

#[tokio::test]
async fn it_ends_when_the_sources_have_finished_and_all_is_processed() {
    let mut ran = run::<halves>("number", 1_000, CancellationToken::new()).await;
    ran.result.expect("a good end");
    ran.written.sort_unstable();
    let expected: Vec<i64> = (0..500).flat_map(|value| [value, value]).collect();
    assert_eq!(ran.written, expected);
    assert_eq!(ran.behind, 0);
    let counted = |line: &str| line.split_whitespace().eq(["sink.in", "1000", "received"]);
    assert!(ran.output.lines().any(counted), "{}", ran.output);
}

#[tokio::test]
async fn calls_overlap() {
    let ran = run::<meets>("number", 2, CancellationToken::new());
    let mut ran = timeout(Duration::from_mins(1), ran).await.expect("two calls at once");
    ran.result.expect("a good end");
    ran.written.sort_unstable();
    assert_eq!(ran.written, [0, 1]);
}

#[tokio::test]
async fn what_another_version_wrote_is_resolved() {
    let application = application::<reads_a_newer_version>("number");
    assert_eq!(cloudflow_model::rules::check_all(application.blueprint()), []);
    let mut ran = run::<reads_a_newer_version>("number", 100, CancellationToken::new()).await;
    ran.result.expect("a good end");
    ran.written.sort_unstable();
    assert_eq!(ran.written, (0..100).collect::<Vec<i64>>());
}

#[tokio::test]
async fn what_a_released_version_left_unread_is_read_by_the_next() {
    const VERSIONS: &[ReleasedSchema<'static>] =
        &[ReleasedSchema { version: 1, schema: Number::SCHEMA }];
    const TOPICS: &[ReleasedTopic<'static>] = &[ReleasedTopic {
        name: "test.source.out",
        compatibility: Compatibility::Backward,
        place: "",
        versions: VERSIONS,
    }];
    let cluster = Arc::new(MemoryCluster::new());
    let released = application::<fails_at_three>("number");
    let ran = run_on(&cluster, released, 8, CancellationToken::new()).await;
    assert!(ran.result.is_err() && ran.behind >= 1);

    // Nothing in the new version writes the old one any more.
    let locks = Locks { folder: "", topics: TOPICS };
    let next =
        application_from::<FileIngress<newer::Number>, reads_a_newer_version>("number", locks);
    let then = run_on(&cluster, next, 0, CancellationToken::new()).await;
    then.result.expect("a good end");
    assert_eq!(then.behind, 0);
    assert!(then.written.contains(&3), "{:?}", then.written);
}

#[tokio::test]
async fn a_failure_names_the_record_and_commits_nothing_behind_it() {
    let ran = run::<fails_at_three>("number", 8, CancellationToken::new()).await;
    let error = ran.result.expect_err("a failure").to_string();
    assert!(
        error.starts_with("instance `step`: the record at topic `test.source.out`, partition "),
        "{error}"
    );
    assert!(error.ends_with(": three is too many"), "{error}");
    assert!(ran.behind >= 1, "the record is read again");
    assert!(!ran.written.contains(&3));
}

#[tokio::test]
async fn a_panic_is_a_failure() {
    let ran = run::<panics_at_three>("number", 8, CancellationToken::new()).await;
    let error = ran.result.expect_err("a failure").to_string();
    assert!(
        error.starts_with("instance `step`: the record at topic `test.source.out`, partition ")
            && error.contains(": panicked: ")
            && error.contains("three is too many"),
        "{error}"
    );
    assert!(ran.behind >= 1, "the record is read again");
}

#[tokio::test]
async fn a_streamlet_that_does_not_stop_is_ended() {
    let ran = run::<deaf>("in", 1, CancellationToken::new()).await;
    let error = ran.result.expect_err("a failure").to_string();
    assert!(error.contains("did not stop within 500ms"), "{error}");
    assert!(error.contains("help: "), "{error}");
    assert_eq!(ran.written, [0], "what it sent arrives all the same");
}

/// On the one thread of this test another task runs only when the streamlet makes way.
#[tokio::test]
async fn a_busy_streamlet_lets_others_run() {
    let ran = run::<floods>("in", 1, CancellationToken::new()).await;
    ran.result.expect("a good end");
    assert_eq!(ran.written.len(), 1_000);
}

#[tokio::test]
async fn a_stop_drains() {
    let stop = CancellationToken::new();
    stop.cancel();
    let ran = run::<halves>("number", 1_000, stop).await;
    ran.result.expect("a good end");
    assert_eq!(ran.behind, 0, "what was accepted is processed");
}

#[tokio::test]
async fn an_aggregator_sends_what_is_open_when_all_is_read() {
    let ran = run::<sum>("in", 1_000, CancellationToken::new()).await;
    ran.result.expect("a good end");
    assert_eq!(ran.written, [(0..1_000).sum::<i64>()]);
    assert_eq!(ran.behind, 0, "all of them are settled");
}

#[tokio::test]
async fn a_stop_ends_in_the_order_of_the_graph() {
    let stop = CancellationToken::new();
    stop.cancel();
    let ran = run::<sum>("in", 1_000, stop).await;
    ran.result.expect("a good end");
    let sent = |line: &&str| line.split_whitespace().next() == Some("source.out");
    let line = ran.output.lines().find(sent);
    let accepted: i64 = line.map_or(0, |line| {
        line.split_whitespace().nth(1).expect("a count").parse().expect("a number")
    });
    let sums: Vec<i64> = if accepted == 0 { vec![] } else { vec![(0..accepted).sum()] };
    assert_eq!(ran.written, sums, "all that was accepted: {}", ran.output);
}

#[tokio::test]
async fn a_streamlet_that_holds_records_ends_and_commits_none() {
    let ran = run::<holds>("in", 100, CancellationToken::new()).await;
    ran.result.expect("a good end");
    assert_eq!((ran.written.len(), ran.behind), (0, 100));
}

#[tokio::test]
async fn a_record_that_is_dropped_is_named() {
    let ran = run::<forgets>("in", 4, CancellationToken::new()).await;
    let error = ran.result.expect_err("a failure").to_string();
    let named = "instance `step`: the record at topic `test.source.out`, partition ";
    assert!(error.starts_with(named), "{error}");
    assert!(error.contains(" was dropped and not settled"), "{error}");
    assert!(error.contains("\nhelp: send it"), "{error}");
    assert!(ran.behind >= 1);
}

/// What fails inside of these was committed, since something asked for more in the meantime.
#[tokio::test]
async fn a_failure_inside_of_a_combinator_commits_nothing_behind_it() {
    let ran = run::<fails_in_a_buffer>("in", 8, CancellationToken::new()).await;
    let error = ran.result.expect_err("a failure").to_string();
    assert_eq!(error, "instance `step`: three is too many");
    assert!(!ran.written.contains(&3));
    assert!(ran.behind >= 1, "the record is read again");

    let ran = run::<fails_beside>("in", 8, CancellationToken::new()).await;
    let error = ran.result.expect_err("a failure").to_string();
    // Its own words, if it ends within a second: here because the sandbox stops it first.
    let is_named = error.contains(" was dropped and not settled");
    assert!(is_named || error.ends_with("three is too many"), "{error}");
    assert!(!ran.written.contains(&3));
    assert!(ran.behind >= 1, "the record is read again");
}

#[tokio::test]
async fn what_is_not_processed_in_time_is_counted() {
    let ran = run::<slow>("number", 1_000, CancellationToken::new()).await;
    let error = ran.result.expect_err("a failure").to_string();
    assert!(error.contains(" records were not processed within 500ms and are lost: "), "{error}");
    assert!(error.contains(" at `step.number`"), "{error}");
}
