//! One run of the application under one plan: from empty topics to the comparison of what they hold.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::check::{Step, Verdict, few, keys_in_disorder};
use crate::cluster::{Cluster, DEADLINE, await_that};
use crate::feed::{Feed, key_of, missing};
use crate::plan::{
    Fault, INSTANCES, Kind, Mode, Outline, PARTITIONS, Point, REPLICAS, SESSION, Slot, TOPICS,
};
use crate::pod::{Pod, Process};
use crate::random::Random;
use crate::topic::{Follower, Identity, Seen, read_all};

/// The application.
const CHAOS: &str = "chaos";

/// How long a pod may take to stop: what it has to drain, and what the manifests add.
const DRAIN: Duration = Duration::from_secs(30);
const GRACE: Duration = Duration::from_secs(DRAIN.as_secs() + 5);

/// When nothing new has come for so long, nothing will.
const STANDSTILL: Duration = DEADLINE;

/// What a round came to.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) points: BTreeMap<Kind, usize>,
    pub(crate) sent: i64,
    pub(crate) arrived: usize,
    pub(crate) repeated: usize,
    /// What must not be.
    pub(crate) faults: Vec<String>,
    /// Pods that ended without having been told to, with their last words.
    pub(crate) ended: Vec<String>,
    pub(crate) slowest_stop: Duration,
    /// The longest time in which nothing arrived.
    pub(crate) silence: Duration,
}

/// The run.
struct Round<'a> {
    cluster: &'a Cluster,
    outline: Outline,
    folder: &'a Path,
    config: PathBuf,
    slots: Vec<[Mutex<Place>; REPLICAS]>,
    outcome: Mutex<Outcome>,
    started: Instant,
    begun: AtomicUsize,
}

/// The place of a pod.
#[derive(Debug, Default)]
struct Place {
    pod: Option<Pod>,
    is_wanted: bool,
}

/// Runs the application under a plan, with so many records a second.
pub(crate) fn run(cluster: &Cluster, outline: Outline, rate: u32) -> Outcome {
    let folder = TempDir::new().expect("a folder");
    let outcome = run_in(cluster, outline, rate, folder.path());
    if !outcome.faults.is_empty() {
        println!("    logs are kept in {}", folder.keep().display());
    }
    outcome
}

fn run_in(cluster: &Cluster, outline: Outline, rate: u32, folder: &Path) -> Outcome {
    cluster.remove_topics(&TOPICS);
    create_topics(cluster, folder, &[]);
    let config = folder.join("chaos.toml");
    let interval = Random::new(outline.seed).one_of(&["20 ms", "200 ms", "1 s"]).expect("one");
    let text = format!(
        "drain_timeout = \"{} s\"\ncommit_interval = \"{interval}\"\n\
         [kafka]\nsession.timeout.ms = {}\nheartbeat.interval.ms = 500\n\
         topic.metadata.refresh.interval.ms = 1000\n",
        DRAIN.as_secs(),
        SESSION.as_millis(),
    );
    fs::write(&config, text).expect("a file");
    let round = Round {
        cluster,
        outline,
        folder,
        config,
        slots: INSTANCES.iter().map(|_| Default::default()).collect(),
        outcome: Mutex::default(),
        started: Instant::now(),
        begun: AtomicUsize::new(0),
    };
    round.run(rate);
    round.outcome.into_inner().unwrap()
}

impl Round<'_> {
    fn run(&self, rate: u32) {
        let plan = self.outline.plan();
        let follower = Follower::start(self.cluster, TOPICS[5]);
        for instance in 0..INSTANCES.len() {
            self.scale(instance, 1);
        }
        let feed = Feed::start(self.cluster, TOPICS[0], 0, rate);
        let is_over = Mutex::new(false);
        thread::scope(|scope| {
            // As Kubernetes does: what ends is started anew.
            scope.spawn(|| {
                while !*is_over.lock().unwrap() {
                    self.restart_ended();
                    thread::sleep(Duration::from_millis(500));
                }
            });
            thread::scope(|faults| {
                for point in &plan {
                    thread::sleep(point.at.saturating_sub(self.started.elapsed()));
                    self.announce(*point, &feed, &follower);
                    faults.spawn(|| self.suffer(point.fault));
                }
            });
            // Everything is back; what is late may still come.
            self.cluster.start_all();
            let sent = feed.finish();
            self.await_arrival(&follower, sent);
            *is_over.lock().unwrap() = true;
        });
        let (silence, repeats) = follower.look(|arrived| (arrived.silence, arrived.repeats));
        let mut outcome = self.outcome.lock().unwrap();
        (outcome.silence, outcome.arrived) = (silence.0, follower.count());
        outcome.repeated = repeats;
        drop(outcome);
        self.stop_all();
        self.compare();
    }

    fn announce(&self, point: Point, feed: &Feed, follower: &Follower) {
        let number = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
        let (arrived, quiet) = (follower.highest(), follower.look(|arrived| arrived.last));
        println!(
            "    [{:6.1} s] {number}/{} {}; sent {}, arrived up to {arrived}, last {:.1} s ago",
            self.started.elapsed().as_secs_f64(),
            self.outline.points,
            point.fault,
            feed.sent(),
            quiet.elapsed().as_secs_f64(),
        );
        *self.outcome.lock().unwrap().points.entry(point.fault.kind()).or_default() += 1;
    }

    fn suffer(&self, fault: Fault) {
        match fault {
            Fault::Kill { slot, away } => {
                let mut place = self.place(slot).lock().unwrap();
                if let Some(pod) = place.pod.take() {
                    pod.process.kill();
                }
                thread::sleep(away);
                place.pod = place.is_wanted.then(|| self.start(slot));
            }
            Fault::Freeze { slot, length } => {
                let mut place = self.place(slot).lock().unwrap();
                // Nobody can end it meanwhile, unless it had ended by itself.
                if let Some(pod) = &mut place.pod
                    && pod.process.has_ended().is_none()
                {
                    pod.process.signal("STOP");
                    thread::sleep(length);
                    pod.process.signal("CONT");
                }
            }
            Fault::Restart { slot, away } => {
                let mut place = self.place(slot).lock().unwrap();
                self.stop(slot, &mut place);
                thread::sleep(away);
                place.pod = place.is_wanted.then(|| self.start(slot));
            }
            Fault::Scale { instance, to } => self.scale(instance, to),
            Fault::Broker { number, away } => {
                self.cluster.kill(number);
                thread::sleep(away);
                self.cluster.start(number);
            }
            Fault::Grow { topic, to } => create_topics(self.cluster, self.folder, &[(topic, to)]),
        }
    }

    fn place(&self, (instance, replica): Slot) -> &Mutex<Place> {
        &self.slots[instance][replica]
    }

    fn start(&self, (instance, _): Slot) -> Pod {
        let config = self.config.to_str().expect("a path in UTF-8");
        let name = INSTANCES[instance];
        Pod::start(self.cluster, self.folder, CHAOS, name, &["--config", config])
    }

    fn scale(&self, instance: usize, to: usize) {
        thread::scope(|scope| {
            for replica in 0..REPLICAS {
                scope.spawn(move || {
                    let slot = (instance, replica);
                    let mut place = self.place(slot).lock().unwrap();
                    place.is_wanted = replica < to;
                    if !place.is_wanted {
                        self.stop(slot, &mut place);
                    } else if place.pod.is_none() {
                        place.pod = Some(self.start(slot));
                    }
                });
            }
        });
    }

    /// Sends SIGTERM, and looks at how it ends.
    fn stop(&self, slot: Slot, place: &mut Place) {
        let Some(mut pod) = place.pod.take() else { return };
        let name = name(slot);
        if pod.process.has_ended().is_some() {
            let words = pod.process.last_words();
            self.outcome.lock().unwrap().ended.push(format!("{name}: {words}"));
            return;
        }
        let last = pod.process.last_words();
        let stopped = pod.process.stop(GRACE);
        let mut outcome = self.outcome.lock().unwrap();
        match stopped {
            Ok((status, took)) => {
                outcome.slowest_stop = outcome.slowest_stop.max(took);
                // With its broker away it cannot end well.
                if !status.success() && self.outline.mode != Mode::Crashes {
                    outcome
                        .faults
                        .push(format!("{name} was stopped and ends with {status}: {last}"));
                }
            }
            Err(error) => outcome.faults.push(format!("{name}: {error}")),
        }
    }

    fn restart_ended(&self) {
        let slots = (0..INSTANCES.len()).flat_map(|one| (0..REPLICAS).map(move |two| (one, two)));
        for slot in slots {
            let mut place = match self.place(slot).try_lock() {
                Ok(place) => place,
                // A fault is at it.
                Err(TryLockError::WouldBlock) => continue,
                Err(TryLockError::Poisoned(error)) => panic!("{error}"),
            };
            let Some(pod) = &mut place.pod else { continue };
            let Some(status) = pod.process.has_ended() else { continue };
            let (name, words) = (name(slot), pod.process.last_words());
            println!("    {name} has ended by itself with {status}: {words}");
            self.outcome.lock().unwrap().ended.push(format!("{name}: {words}"));
            place.pod = Some(self.start(slot));
        }
    }

    /// Waits until everything is there, or nothing moves any more.
    fn await_arrival(&self, follower: &Follower, sent: i64) {
        let expected: usize = (0..sent).map(|number| parts_of(key_of(number))).sum();
        self.outcome.lock().unwrap().sent = sent;
        let mut told = Instant::now();
        let since = Instant::now();
        while follower.count() < expected {
            let quiet = follower.look(|arrived| arrived.last.elapsed()).min(since.elapsed());
            if quiet > STANDSTILL {
                let lost = follower.look(|arrived| missing(0..sent, arrived.numbers()));
                let error = format!(
                    "nothing arrives any more, for {STANDSTILL:?}; numbers missing: {}; {}",
                    few(lost),
                    self.describe_pods()
                );
                self.outcome.lock().unwrap().faults.push(error);
                return;
            }
            if told.elapsed() > Duration::from_secs(10) {
                told = Instant::now();
                println!(
                    "    [{:6.1} s] waiting for the rest: {} of {expected}",
                    self.started.elapsed().as_secs_f64(),
                    follower.count()
                );
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn describe_pods(&self) -> String {
        let mut lines = Vec::new();
        for (instance, places) in self.slots.iter().enumerate() {
            for (replica, place) in places.iter().enumerate() {
                let mut place = place.lock().unwrap();
                let Some(pod) = &mut place.pod else { continue };
                if pod.process.has_ended().is_some() {
                    continue;
                }
                let (alive, ready) = (pod.is_alive(), pod.is_ready());
                lines.push(format!(
                    "{}-{replica}: alive {alive}, ready {ready}",
                    INSTANCES[instance]
                ));
            }
        }
        lines.join("; ")
    }

    fn stop_all(&self) {
        thread::scope(|scope| {
            for instance in 0..INSTANCES.len() {
                scope.spawn(move || self.scale(instance, 0));
            }
        });
    }

    /// Compares every topic with those before it.
    fn compare(&self) {
        let [source, even, odd, doubled, passed, last] =
            TOPICS.map(|topic| read_all(self.cluster, topic));
        let sent = self.outcome.lock().unwrap().sent;
        let mut written: Vec<i64> = source.iter().map(|seen| seen.identity.0).collect();
        written.sort_unstable();
        assert!(written.into_iter().eq(0..sent), "the test itself wrote something else");

        let same = |seen: Seen| vec![seen.identity];
        let steps = [
            Step {
                name: "split.even",
                inlets: &[&source],
                outlet: &even,
                makes: |seen| if seen.key % 2 == 0 { vec![seen.identity] } else { Vec::new() },
            },
            Step {
                name: "split.odd",
                inlets: &[&source],
                outlet: &odd,
                makes: |seen| if seen.key % 2 == 0 { Vec::new() } else { vec![seen.identity] },
            },
            Step {
                name: "double",
                inlets: &[&even],
                outlet: &doubled,
                makes: |seen| (0..2).map(|part| (seen.identity.0, part)).collect(),
            },
            Step { name: "pass", inlets: &[&odd], outlet: &passed, makes: same },
            Step { name: "merge", inlets: &[&doubled, &passed], outlet: &last, makes: same },
        ];
        let mut outcome = self.outcome.lock().unwrap();
        let mut repeated = 0;
        for step in &steps {
            let verdict = step.judge();
            repeated += verdict.repeated;
            outcome.faults.extend(self.complaints(step.name, &verdict));
        }
        outcome.repeated = repeated;
        // The order of a key over the whole way; with a grown topic keys have moved.
        let disordered = if self.outline.mode == Mode::Stops {
            keys_in_disorder(&last)
        } else {
            BTreeSet::new()
        };
        if !disordered.is_empty() {
            outcome.faults.push(format!("keys are out of order: {}", few(disordered)));
        }
    }

    fn complaints(&self, name: &str, verdict: &Verdict) -> Vec<String> {
        let mut complaints = Vec::new();
        let mut complain = |what: &str, records: &BTreeSet<Identity>| {
            if !records.is_empty() {
                complaints.push(format!("{name}: {what}: {}", few(records)));
            }
        };
        complain("missing", &verdict.missing);
        complain("never read", &verdict.invented);
        if self.outline.mode != Mode::Crashes {
            complain("out of order", &verdict.disordered);
            if verdict.repeated > 0 {
                complaints.push(format!("{name}: written twice: {}", verdict.repeated));
            }
        }
        complaints
    }
}

/// The name of a pod.
fn name((instance, replica): Slot) -> String {
    format!("{}-{replica}", INSTANCES[instance])
}

/// How many records arrive for a number of this key: `double` makes two of the even ones.
fn parts_of(key: i64) -> usize {
    if key % 2 == 0 { 2 } else { 1 }
}

/// Creates the topics of the application by its own command, some of them with more partitions.
fn create_topics(cluster: &Cluster, folder: &Path, grown: &[(usize, i32)]) {
    let run = |arguments: &[&str]| {
        let mut process = Process::start(folder, CHAOS, "topics", arguments);
        let status = process.end_within(DEADLINE);
        let output = process.output();
        assert!(status.is_some_and(|status| status.success()), "{arguments:?}: {output}");
        output
    };
    if grown.is_empty() {
        run(&["topics", "create", "--kafka", &cluster.address]);
    }
    for (topic, to) in grown {
        let list = run(&["topics", "--format", "json"]);
        let mut list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
        let topics = list["topics"].as_array_mut().expect("a list");
        topics.retain(|one| one["name"] == TOPICS[*topic]);
        topics[0]["partitions"] = (*to).into();
        let file = folder.join(format!("grown-{topic}-{to}.json"));
        fs::write(&file, list.to_string()).expect("a file");
        let file = file.to_str().expect("a path in UTF-8");
        run(&["topics", "create", "--file", file, "--kafka", &cluster.address]);
        await_that("the topic has grown", || {
            cluster.topics().contains(&(TOPICS[*topic].to_owned(), *to))
        });
    }
    if grown.is_empty() {
        await_that("the topics are there", || {
            let known = cluster.topics();
            TOPICS.iter().all(|topic| known.contains(&((*topic).to_owned(), PARTITIONS)))
        });
    }
}
