//! The contender that most applications in Rust are: a stream of records, and a future for each.

use std::time::Duration;

use futures::StreamExt;
use rdkafka::Message;
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{CommitMode, Consumer as _, DefaultConsumerContext, StreamConsumer};
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::util::AsyncRuntime;
use tokio::sync::oneshot;
use tokio::time::{Sleep, interval, sleep};

use crate::clients::{Positions, Route, on_stop};
use crate::reading::calibrate_message;

/// How many futures there are at a time. With fewer it waits for acknowledgements, with more it is slower
/// as well: they no longer fit into the processor's cache.
const IN_FLIGHT: usize = 3_000;

/// How many that are done are looked at together.
const LOOK_EVERY: usize = 256;

type Consumer = StreamConsumer<DefaultConsumerContext, Tokio>;
type Producer = FutureProducer<DefaultClientContext, Tokio>;

/// What the feature `tokio` of rdkafka has, which the runtime does without.
struct Tokio;

impl AsyncRuntime for Tokio {
    type Delay = Sleep;

    fn spawn<T: Future<Output = ()> + Send + 'static>(task: T) {
        tokio::spawn(task);
    }

    fn delay_for(duration: Duration) -> Sleep {
        sleep(duration)
    }
}

/// Runs until SIGTERM.
pub(crate) fn run() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(copy());
}

async fn copy() {
    let route = Route::of_process();
    let (stop, stopped) = oneshot::channel();
    on_stop(move || stop.send(()).expect("a loop that runs"));
    let consumer: Consumer = route.consumer().create().expect("a consumer");
    consumer.subscribe(&[&route.input]).expect("a subscription");
    let producer: Producer = route.producer().create().expect("a producer");
    let mut positions = Positions::new(&route.input);
    let mut buffer = Vec::new();
    let mut written = consumer
        .stream()
        .take_until(stopped)
        .map(|message| {
            let message = message.expect("a record");
            buffer.clear();
            calibrate_message(message.payload().unwrap_or_default(), &mut buffer)
                .expect("a reading");
            let record = FutureRecord::<(), [u8]>::to(&route.output).payload(&buffer);
            // The client's queue has room for thirty times as many.
            let sent = producer.send_result(record).map_err(|(error, _)| error).expect("room");
            let (partition, offset) = (message.partition(), message.offset());
            async move {
                sent.await
                    .expect("a report")
                    .map_err(|(error, _)| error)
                    .expect("a record is written");
                (partition, offset)
            }
        })
        .buffered(IN_FLIGHT)
        .ready_chunks(LOOK_EVERY);
    let mut look = interval(Duration::from_millis(100));
    loop {
        tokio::select! {
            written = written.next() => match written {
                Some(written) => {
                    for (partition, offset) in written {
                        positions.done(partition, offset);
                    }
                }
                None => break,
            },
            _ = look.tick() => positions.commit_in_time(&consumer),
        }
    }
    positions.commit(&consumer, CommitMode::Sync);
}
