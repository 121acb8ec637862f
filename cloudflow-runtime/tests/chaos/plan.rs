//! Which fault comes when: a list that follows from a seed alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use libtest_mimic::Trial;

use crate::random::Random;
use crate::test;

/// The instances of the application that are subject to faults.
pub(crate) const INSTANCES: [&str; 4] = ["split", "double", "pass", "merge"];

/// Its topics.
pub(crate) const TOPICS: [&str; 6] =
    ["chaos.source", "chaos.even", "chaos.odd", "chaos.doubled", "chaos.passed", "chaos.last"];

/// How many partitions each topic has at first, and at most.
pub(crate) const PARTITIONS: i32 = 4;
const MOST_PARTITIONS: i32 = 10;

/// How many replicas an instance has when it is scaled up.
pub(crate) const REPLICAS: usize = 3;

/// The session time-out of consumers: the shortest that brokers take.
pub(crate) const SESSION: Duration = Duration::from_secs(6);

/// Which faults there are, and so what must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mode {
    /// Pods are stopped by SIGTERM and scaled: nothing twice, and each key in order.
    Stops,
    /// Topics are grown as well: nothing twice, and each partition in order.
    Growth,
    /// Everything: nothing missing.
    Crashes,
}

impl Mode {
    pub(crate) const ALL: [Self; 3] = [Self::Stops, Self::Growth, Self::Crashes];

    /// Each kind as often as it stands here.
    fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Stops => &[Kind::Restart, Kind::Restart, Kind::Scale, Kind::Scale],
            Self::Growth => &[Kind::Restart, Kind::Scale, Kind::Scale, Kind::Grow],
            Self::Crashes => &[
                Kind::Kill,
                Kind::Kill,
                Kind::Freeze,
                Kind::Restart,
                Kind::Scale,
                Kind::Scale,
                Kind::Broker,
                Kind::Grow,
            ],
        }
    }
}

/// One replica of one instance, by their places.
pub(crate) type Slot = (usize, usize);

/// What happens to the running application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// `kill -9`, and a new one after a while.
    Kill { slot: Slot, away: Duration },
    /// SIGSTOP past the session time-out, then SIGCONT.
    Freeze { slot: Slot, length: Duration },
    /// SIGTERM, and a new one after a while.
    Restart { slot: Slot, away: Duration },
    /// So many replicas from now on; one that goes gets SIGTERM.
    Scale { instance: usize, to: usize },
    /// `kill -9` of a broker, which starts again after a while.
    Broker { number: usize, away: Duration },
    /// So many partitions from now on.
    Grow { topic: usize, to: i32 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Kill,
    Freeze,
    Restart,
    Scale,
    Broker,
    Grow,
}

impl Fault {
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Kill { .. } => Kind::Kill,
            Self::Freeze { .. } => Kind::Freeze,
            Self::Restart { .. } => Kind::Restart,
            Self::Scale { .. } => Kind::Scale,
            Self::Broker { .. } => Kind::Broker,
            Self::Grow { .. } => Kind::Grow,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pod = |(instance, replica): Slot| format!("{}-{replica}", INSTANCES[instance]);
        match *self {
            Self::Kill { slot, away } => {
                write!(formatter, "kill -9 {}, back after {away:?}", pod(slot))
            }
            Self::Freeze { slot, length } => {
                write!(formatter, "SIGSTOP {} for {length:?}", pod(slot))
            }
            Self::Restart { slot, away } => {
                write!(formatter, "SIGTERM {}, back after {away:?}", pod(slot))
            }
            Self::Scale { instance, to } => {
                write!(formatter, "scale {} to {to}", INSTANCES[instance])
            }
            Self::Broker { number, away } => {
                write!(formatter, "kill -9 broker {number}, started after {away:?}")
            }
            Self::Grow { topic, to } => {
                write!(formatter, "grow {} to {to} partitions", TOPICS[topic])
            }
        }
    }
}

/// One fault at its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// Since the start of the run.
    pub(crate) at: Duration,
    pub(crate) fault: Fault,
}

/// What a plan is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outline {
    pub(crate) seed: u64,
    pub(crate) mode: Mode,
    pub(crate) points: usize,
    /// The time between two points, on average.
    pub(crate) every: Duration,
    pub(crate) brokers: usize,
}

impl Outline {
    /// Returns the points in order.
    pub(crate) fn plan(self) -> Vec<Point> {
        Planner::new(self).plan()
    }
}

/// What the application is like at one time of the plan.
struct Planner {
    outline: Outline,
    random: Random,
    /// The kinds that are still to come before each may come again.
    deck: Vec<Kind>,
    replicas: [usize; INSTANCES.len()],
    partitions: [i32; TOPICS.len()],
    /// Until when a replica is away or frozen, or comes back.
    busy: BTreeMap<Slot, Duration>,
    /// Until when one broker is away, or its partitions catch up.
    brokers_busy: Duration,
}

/// How long a pod takes to be at work again, about.
const BACK: Duration = Duration::from_secs(2);

impl Planner {
    fn new(outline: Outline) -> Self {
        Self {
            outline,
            random: Random::new(outline.seed),
            deck: Vec::new(),
            replicas: [1; INSTANCES.len()],
            partitions: [PARTITIONS; TOPICS.len()],
            busy: BTreeMap::new(),
            brokers_busy: Duration::ZERO,
        }
    }

    fn plan(mut self) -> Vec<Point> {
        let mut now = Duration::from_secs(1);
        let mut points = Vec::with_capacity(self.outline.points);
        while points.len() < self.outline.points {
            if self.deck.is_empty() {
                self.deck = self.outline.mode.kinds().to_vec();
                self.random.shuffle(&mut self.deck);
            }
            // What is not possible now stays in the deck.
            let next = (0..self.deck.len()).rev().find_map(|place| {
                let fault = self.choose(self.deck[place], now)?;
                Some((place, fault))
            });
            let Some((place, fault)) = next else {
                // It waits for a broker, say; others need not.
                let mut more = self.outline.mode.kinds().to_vec();
                if self.deck.len() < more.len() {
                    self.random.shuffle(&mut more);
                    self.deck.extend(more);
                }
                now += Duration::from_millis(500);
                continue;
            };
            self.deck.remove(place);
            self.apply(fault, now);
            points.push(Point { at: now, fault });
            let every = u64::try_from(self.outline.every.as_millis()).unwrap();
            now += self.millis(every / 5, every * 9 / 5);
        }
        points
    }

    fn millis(&mut self, low: u64, high: u64) -> Duration {
        Duration::from_millis(self.random.between(low, high))
    }

    fn is_free(&self, slot: Slot, now: Duration) -> bool {
        self.busy.get(&slot).is_none_or(|until| *until <= now)
    }

    fn choose(&mut self, kind: Kind, now: Duration) -> Option<Fault> {
        let free: Vec<Slot> = (0..INSTANCES.len())
            .flat_map(|instance| {
                (0..self.replicas[instance]).map(move |replica| (instance, replica))
            })
            .filter(|slot| self.is_free(*slot, now))
            .collect();
        let fault = match kind {
            Kind::Kill => {
                let slot = self.random.one_of(&free)?;
                Fault::Kill { slot, away: self.millis(0, 2_000) }
            }
            Kind::Freeze => {
                let slot = self.random.one_of(&free)?;
                let session = u64::try_from(SESSION.as_millis()).unwrap();
                Fault::Freeze { slot, length: self.millis(session + 1_000, session + 3_000) }
            }
            Kind::Restart => {
                let slot = self.random.one_of(&free)?;
                Fault::Restart { slot, away: self.millis(0, 2_000) }
            }
            Kind::Scale => {
                let all = |instance: &usize| {
                    (0..REPLICAS).all(|replica| self.is_free((*instance, replica), now))
                };
                let instances: Vec<usize> = (0..INSTANCES.len()).filter(all).collect();
                let instance = self.random.one_of(&instances)?;
                let to = if self.replicas[instance] == 1 { REPLICAS } else { 1 };
                Fault::Scale { instance, to }
            }
            Kind::Broker if self.brokers_busy <= now => {
                let number = self.random.between(1, u64::try_from(self.outline.brokers).unwrap());
                let number = usize::try_from(number).unwrap();
                Fault::Broker { number, away: self.millis(500, 5_000) }
            }
            Kind::Grow if self.brokers_busy <= now => {
                let small = |topic: &usize| self.partitions[*topic] < MOST_PARTITIONS;
                let topics: Vec<usize> = (0..TOPICS.len()).filter(small).collect();
                match self.random.one_of(&topics) {
                    Some(topic) => Fault::Grow { topic, to: self.partitions[topic] + 2 },
                    // All are as large as they may be.
                    None => return self.choose(Kind::Restart, now),
                }
            }
            Kind::Broker | Kind::Grow => return None,
        };
        Some(fault)
    }

    fn apply(&mut self, fault: Fault, now: Duration) {
        match fault {
            Fault::Kill { slot, away } | Fault::Restart { slot, away } => {
                self.busy.insert(slot, now + away + BACK);
            }
            Fault::Freeze { slot, length } => {
                self.busy.insert(slot, now + length + BACK);
            }
            Fault::Scale { instance, to } => {
                self.replicas[instance] = to;
                for replica in 0..REPLICAS {
                    self.busy.insert((instance, replica), now + BACK);
                }
            }
            Fault::Broker { away, .. } => {
                // It takes some seconds to start, and of three to catch up before the next may go.
                let catch_up = if self.outline.brokers > 1 { 15 } else { 8 };
                self.brokers_busy = now + away + Duration::from_secs(catch_up);
            }
            Fault::Grow { topic, to } => {
                self.partitions[topic] = to;
                self.brokers_busy = now + Duration::from_secs(4);
            }
        }
    }
}

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        test("plan::a_seed_repeats_its_plan", a_seed_repeats_its_plan),
        test("plan::every_kind_of_fault_comes", every_kind_of_fault_comes),
        test("plan::a_replica_has_one_fault_at_a_time", a_replica_has_one_fault_at_a_time),
        test("plan::points_come_as_often_as_asked", points_come_as_often_as_asked),
    ]
}

fn outline(seed: u64, mode: Mode, points: usize) -> Outline {
    Outline { seed, mode, points, every: Duration::from_secs(3), brokers: 3 }
}

fn a_seed_repeats_its_plan() {
    let plan = |seed| outline(seed, Mode::Crashes, 100).plan();
    assert_eq!(plan(1), plan(1));
    assert_ne!(plan(1), plan(2));
}

fn every_kind_of_fault_comes() {
    for (mode, kinds) in [(Mode::Stops, 2), (Mode::Growth, 3), (Mode::Crashes, 6)] {
        for seed in 0..50 {
            let plan = outline(seed, mode, 100).plan();
            let seen: BTreeSet<Kind> = plan.iter().map(|point| point.fault.kind()).collect();
            assert_eq!(seen.len(), kinds, "seed {seed}, {mode:?}: {plan:?}");
        }
    }
}

fn a_replica_has_one_fault_at_a_time() {
    for seed in 0..50 {
        let mut frozen: BTreeMap<Slot, Duration> = BTreeMap::new();
        for Point { at, fault } in outline(seed, Mode::Crashes, 200).plan() {
            let slot = match fault {
                Fault::Kill { slot, away } | Fault::Restart { slot, away } => (slot, away),
                Fault::Freeze { slot, length } => (slot, length),
                _ => continue,
            };
            let until = frozen.insert(slot.0, at + slot.1).unwrap_or_default();
            assert!(until <= at, "seed {seed}: {fault} at {at:?}");
        }
    }
}

fn points_come_as_often_as_asked() {
    for mode in Mode::ALL {
        let plan = outline(7, mode, 300).plan();
        let every = plan.last().expect("a point").at / 300;
        assert!((2_700..3_600).contains(&every.as_millis()), "{mode:?}: every {every:?}");
    }
}
