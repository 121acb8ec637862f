//! The pipeline without a runtime: four tasks, and channels that carry five hundred records at a time.

use std::process::ExitCode;

use cloudflow_runtime::avro::{decode_single_object, encode_single_object};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::notes::note;
use crate::pipeline::{count, counted, is_kept};
use crate::sample::Sample;

/// How many records a message of a channel holds.
const BATCH: usize = 500;

/// For how many bytes of each there is room at once.
const ROOM: usize = 64;

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
        Self { bytes: Vec::with_capacity(BATCH * ROOM), ends: Vec::with_capacity(BATCH) }
    }

    fn push(&mut self, sample: &Sample) {
        encode_single_object(sample, &mut self.bytes);
        self.ends.push(self.bytes.len());
    }

    fn samples(&self) -> impl Iterator<Item = Sample> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let message = self.bytes.get(start..end).unwrap_or_default();
            start = end;
            decode_single_object(message).expect("a sample")
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
            tokio::spawn(step(map_in, map, |sample| Some(sample.calibrated()))),
            tokio::spawn(step(filter_in, filter, |sample| is_kept(&sample).then_some(sample))),
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
    let mut batch = Batch::with_room();
    for number in 0..records {
        batch.push(&Sample::new(number));
        if batch.ends.len() == BATCH {
            to.send(std::mem::replace(&mut batch, Batch::with_room())).await.expect("a reader");
        }
    }
    to.send(batch).await.expect("a reader");
}

async fn step(
    mut from: Receiver<Batch>,
    to: Sender<Batch>,
    function: impl Fn(Sample) -> Option<Sample>,
) {
    while let Some(batch) = from.recv().await {
        let mut made = Batch::with_room();
        for sample in batch.samples().filter_map(&function) {
            made.push(&sample);
        }
        to.send(made).await.expect("a reader");
    }
}

async fn take(mut from: Receiver<Batch>) {
    while let Some(batch) = from.recv().await {
        batch.samples().for_each(count);
    }
}
