//! The pipeline without a runtime: four tasks, and channels that carry five hundred records at a time.

use std::process::ExitCode;

use cloudflow_runtime::avro::{decode_single_object, encode_single_object};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::pipeline::{SIZE, count, counted, is_kept};
use crate::process::note;
use crate::reading::{Reading, calibrated};

/// How many records a message of a channel holds.
const BATCH: usize = 500;

/// How many messages a channel holds.
const CAPACITY: usize = 8;

/// Messages one behind the other, and where each ends.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Batch {
    fn with_room() -> Self {
        Self { bytes: Vec::with_capacity(BATCH * SIZE), ends: Vec::with_capacity(BATCH) }
    }

    fn push(&mut self, reading: &Reading) {
        encode_single_object(reading, &mut self.bytes);
        self.ends.push(self.bytes.len());
    }

    fn readings(&self) -> impl Iterator<Item = Reading> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let message = self.bytes.get(start..end).unwrap_or_default();
            start = end;
            decode_single_object(message).expect("a reading")
        })
    }
}

/// Runs to the end of as many records as the command line says.
pub(crate) fn run() -> ExitCode {
    let records: u64 =
        std::env::args().nth(1).and_then(|word| word.parse().ok()).expect("a number");
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let (source, map_in) = channel(CAPACITY);
        let (map, filter_in) = channel(CAPACITY);
        let (filter, count_in) = channel(CAPACITY);
        let tasks = [
            tokio::spawn(send(records, source)),
            tokio::spawn(step(map_in, map, |reading| Some(calibrated(reading)))),
            tokio::spawn(step(filter_in, filter, |reading| is_kept(&reading).then_some(reading))),
            tokio::spawn(take(count_in)),
        ];
        for task in tasks {
            task.await.expect("a task ends well");
        }
    });
    note("count", counted());
    ExitCode::SUCCESS
}

async fn send(records: u64, to: Sender<Batch>) {
    let mut reading = Reading::new(SIZE);
    let mut batch = Batch::with_room();
    for number in 0..records {
        reading.renumber(number);
        batch.push(&reading);
        if batch.ends.len() == BATCH {
            to.send(std::mem::replace(&mut batch, Batch::with_room())).await.expect("a reader");
        }
    }
    to.send(batch).await.expect("a reader");
}

async fn step(
    mut from: Receiver<Batch>,
    to: Sender<Batch>,
    function: impl Fn(Reading) -> Option<Reading>,
) {
    while let Some(batch) = from.recv().await {
        let mut made = Batch::with_room();
        for reading in batch.readings().filter_map(&function) {
            made.push(&reading);
        }
        to.send(made).await.expect("a reader");
    }
}

async fn take(mut from: Receiver<Batch>) {
    while let Some(batch) = from.recv().await {
        batch.readings().for_each(count);
    }
}
