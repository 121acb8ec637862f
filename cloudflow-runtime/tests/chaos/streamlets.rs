//! All streamlets of the applications under test, and the few calls by which they settle records.

use std::collections::HashMap;

use cloudflow_runtime::prelude::*;
use futures::stream::FuturesOrdered;

use crate::random::Random;

/// A record that says which one it is. `part` tells apart what was made of one number.
#[derive(AvroRecord, Clone, Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) number: i64,
    pub(crate) key: i64,
    pub(crate) part: i32,
    /// Makes the record as long as a test needs it.
    pub(crate) padding: String,
}

impl Item {
    pub(crate) fn new(number: i64, key: i64) -> Self {
        Self { number, key, part: 0, padding: String::new() }
    }
}

/// Returns a text of this length that hardly gets shorter when it is compressed.
pub(crate) fn noise(length: usize) -> String {
    let mut random = Random::new(7);
    std::iter::repeat_with(|| format!("{:016x}", random.next())).take(length / 16).collect()
}

/// How a streamlet that keeps records says what became of them: the only place that knows.
mod settle {
    use cloudflow_runtime::prelude::*;

    /// Nothing is to be sent of this record.
    pub(super) fn done<T>(record: Record<T>) {
        record.done();
    }

    /// One record that stands for both.
    pub(super) fn joined<A, B, C>(one: Record<A>, other: Record<B>, value: C) -> Record<C> {
        let (_, one) = one.into_parts();
        let (_, other) = other.into_parts();
        one.join(other).into_record(value)
    }

    /// Whether nothing feeds the inlet any more; otherwise it goes on after a restart.
    pub(super) fn is_exhausted<T>(ended: &Inlet<T>) -> bool {
        ended.end() == Some(End::Exhausted)
    }
}

// ---- The application of the chaos runs: a split and a merge.

/// Sends even keys one way and odd keys the other.
#[streamlet(outlets(even, odd))]
#[outlet(even, key = |item| item.key)]
#[outlet(odd, key = |item| item.key)]
pub(crate) fn split(item: Item) -> Result<Item, Item> {
    if item.key % 2 == 0 { Ok(item) } else { Err(item) }
}

/// Makes two records of one.
#[streamlet]
#[outlet(key = |item| item.key)]
pub(crate) fn double(item: Item) -> [Item; 2] {
    [Item { part: 0, ..item.clone() }, Item { part: 1, ..item }]
}

/// Passes a record on, now and then after a pause in which others could overtake it.
#[streamlet(concurrency = 8)]
#[outlet(key = |item| item.key)]
pub(crate) async fn pass(item: Item) -> Item {
    if item.number % 64 == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    item
}

/// Merges two inlets into one outlet.
#[streamlet(independent)]
pub(crate) async fn merge(
    a: Inlet<Item>,
    b: Inlet<Item>,
    #[outlet(key = |item| item.key)] out: Outlet<Item>,
) -> StreamletResult {
    select(a, b).forward(out).await
}

// ---- The applications of the findings.

/// Holds each record until the one with the same number has come to the other inlet.
#[streamlet(co_partitioned(left, right))]
pub(crate) async fn join(
    left: Inlet<Item>,
    right: Inlet<Item>,
    #[outlet(key = |item| item.key)] out: Outlet<Item>,
) -> StreamletResult {
    let mut both = select(left, right);
    let mut held: HashMap<i64, Record<Item>> = HashMap::new();
    while let Some(record) = both.try_next().await? {
        let number = record.value().number;
        match held.remove(&number) {
            Some(other) => {
                let item = record.value().clone();
                out.send(settle::joined(other, record, item)).await?;
            }
            None => {
                held.insert(number, record);
                tracing::info!(held = held.len(), "Holds.");
            }
        }
    }
    Ok(())
}

/// Counts the records of each key, and sends the count when `every` have come; the rest only when
/// there will be no more.
#[streamlet]
pub(crate) async fn count(
    mut items: Inlet<Item>,
    #[outlet(key = |item| item.key)] out: Outlet<Item>,
    /// How many records make one count.
    #[config(default = 10, min = 1)]
    every: i64,
) -> StreamletResult {
    let mut open: HashMap<i64, Record<i64>> = HashMap::new();
    while let Some(record) = items.try_next().await? {
        let key = record.value().key;
        let counted = match open.remove(&key) {
            Some(sum) => {
                let count = sum.value() + 1;
                settle::joined(sum, record, count)
            }
            None => record.map(|_| 1),
        };
        if *counted.value() < every {
            open.insert(key, counted);
        } else {
            out.send(counted.map(|count| Item::new(count, key))).await?;
        }
    }
    if settle::is_exhausted(&items) {
        for (key, counted) in open {
            out.send(counted.map(|count| Item::new(count, key))).await?;
        }
    }
    Ok(())
}

/// Never comes back from one record: it blocks its thread, or waits for what does not happen.
#[streamlet]
#[outlet(key = |item| item.key)]
pub(crate) async fn hang(
    item: Item,
    /// The number of the record.
    #[config(default = 1_000_000_000)]
    at: i64,
    /// What it does: `block` or `wait`.
    #[config(default = "block", pattern = "block|wait")]
    how: String,
) -> Item {
    if item.number == at && how == "block" {
        loop {
            std::thread::sleep(Duration::from_hours(1));
        }
    }
    if item.number == at {
        std::future::pending::<()>().await;
    }
    item
}

/// Makes one record longer than its topic takes, and lets only the numbers up to it pass.
#[streamlet]
#[outlet(key = |item| item.key)]
pub(crate) fn swell(
    item: Item,
    /// The number of the record.
    #[config(default = 1_000_000_000)]
    at: i64,
) -> Option<Item> {
    let padding = if item.number == at { noise(10_000) } else { String::new() };
    (item.number <= at).then_some(Item { padding, ..item })
}

/// Fails at one record.
#[streamlet]
#[outlet(key = |item| item.key)]
pub(crate) fn fail(
    item: Item,
    /// The number of the record.
    #[config(default = 1_000_000_000)]
    at: i64,
) -> Result<Item, StreamletError> {
    check(item, at)
}

fn check(item: Item, at: i64) -> Result<Item, StreamletError> {
    if item.number == at {
        return Err(StreamletError::new(format!("number {at} is not to be had")));
    }
    Ok(item)
}

/// Fails at one record, after it has sent those before.
#[streamlet]
pub(crate) async fn fail_over_streams(
    mut items: Inlet<Item>,
    #[outlet(key = |item| item.key)] out: Outlet<Item>,
    /// The number of the record.
    #[config(default = 1_000_000_000)]
    at: i64,
) -> StreamletResult {
    while let Some(record) = items.try_next().await? {
        check(record.value().clone(), at)?;
        out.send(record).await?;
    }
    Ok(())
}

/// Works on a record for a while. One fails at once, so that it is dropped before others are through.
async fn work(
    record: Record<Item>,
    at: i64,
    length: Duration,
) -> Result<Record<Item>, StreamletError> {
    check(record.value().clone(), at)?;
    // Records end one by one, so that more is asked for while the result of one is waited for.
    let times = u32::try_from(1 + record.value().number % 4)?;
    tokio::time::sleep(length * times).await;
    Ok(record)
}

const SHORT: Duration = Duration::from_millis(1);
const LONG: Duration = Duration::from_millis(50);

/// Works on several records at a time. When one fails, `try_buffered` asks for more before it says so.
#[streamlet]
pub(crate) async fn buffered(
    items: Inlet<Item>,
    #[outlet(key = |item| item.key)] out: Outlet<Item>,
    /// The number of the record that fails.
    #[config(default = 1_000_000_000)]
    at: i64,
) -> StreamletResult {
    items.map_ok(|record| work(record, at, LONG)).try_buffered(8).forward(out).await
}

/// Works on two inlets, each on its own. When one fails, the other goes on.
#[streamlet(independent)]
pub(crate) async fn side_by_side(
    left: Inlet<Item>,
    right: Inlet<Item>,
    #[outlet(key = |item| item.key)] out: Outlet<Item>,
    /// The number of the record that fails.
    #[config(default = 1_000_000_000)]
    at: i64,
) -> StreamletResult {
    let each = |inlet: Inlet<Item>| {
        let out = out.clone();
        inlet.and_then(move |record| work(record, at, SHORT)).forward(out)
    };
    let (left, right) = tokio::join!(each(left), each(right));
    left.and(right)
}

/// Works on each record in a task of its own, and looks at what became of them in order.
#[streamlet]
pub(crate) async fn spawned(
    mut items: Inlet<Item>,
    #[outlet(key = |item| item.key)] out: Outlet<Item>,
    /// The number of the record that fails.
    #[config(default = 1_000_000_000)]
    at: i64,
) -> StreamletResult {
    const AT_ONCE: usize = 8;
    let mut tasks = FuturesOrdered::new();
    let mut has_ended = false;
    loop {
        tokio::select! {
            next = items.try_next(), if !has_ended && tasks.len() < AT_ONCE => match next? {
                Some(record) => tasks.push_back(tokio::spawn(work(record, at, LONG))),
                None => has_ended = true,
            },
            Some(worked) = tasks.next() => out.send(worked??).await?,
            else => return Ok(()),
        }
    }
}

/// Gives up a record that takes too long, and goes on with the next: the future takes it along.
#[streamlet]
pub(crate) async fn timed(
    mut items: Inlet<Item>,
    #[outlet(key = |item| item.key)] out: Outlet<Item>,
    /// The number of the record that takes too long.
    #[config(default = 1_000_000_000)]
    at: i64,
) -> StreamletResult {
    while let Some(record) = items.try_next().await? {
        let slow = async {
            if record.value().number == at {
                std::future::pending::<()>().await;
            }
            record
        };
        match tokio::time::timeout(Duration::from_millis(100), slow).await {
            Ok(record) => out.send(record).await?,
            Err(_) => tracing::warn!(at, "A record took too long."),
        }
    }
    Ok(())
}

/// Holds every record, and never sends one.
#[streamlet]
pub(crate) async fn hold(mut items: Inlet<Item>) -> StreamletResult {
    let mut held = Vec::new();
    while let Some(record) = items.try_next().await? {
        held.push(record);
        tracing::info!(held = held.len(), "Holds.");
    }
    Ok(())
}

/// Sends numbers as fast as it can, then waits for the end.
#[streamlet]
pub(crate) async fn numbers(
    context: Context,
    #[outlet(key = |item| item.key)] out: Outlet<Item>,
    /// How many.
    #[config(default = 5_000, min = 1)]
    total: i64,
) -> StreamletResult {
    for number in 0..total {
        out.send(Record::new(Item::new(number, number % 8))).await?;
    }
    context.stopping().await;
    Ok(())
}

/// Takes its time for each record.
#[streamlet]
#[outlet(key = |item| item.key)]
pub(crate) async fn slow(
    item: Item,
    /// How long.
    #[config(default = "2 ms")]
    pause: Duration,
) -> Item {
    tokio::time::sleep(pause).await;
    item
}

/// Drops what is odd, and asks the rest of the runtime for nothing more.
#[streamlet]
pub(crate) async fn drop_odd(
    mut items: Inlet<Item>,
    #[outlet(key = |item| item.key)] out: Outlet<Item>,
) -> StreamletResult {
    while let Some(record) = items.try_next().await? {
        if record.value().number % 2 == 0 {
            out.send(record).await?;
        } else {
            settle::done(record);
        }
    }
    Ok(())
}
