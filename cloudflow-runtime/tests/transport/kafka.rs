//! A real Kafka, at `CLOUDFLOW_TEST_KAFKA` or where `deploy/dev/kafka up` starts one.

use std::collections::BTreeMap;

use cloudflow_runtime::transport::kafka::{KafkaSettings, KafkaTransport};

use crate::cases::{self, every_case};
use crate::harness::Bench;

fn settings() -> KafkaSettings {
    let at = std::env::var("CLOUDFLOW_TEST_KAFKA").unwrap_or("127.0.0.1:19092".to_owned());
    let quick = [
        // Rebalances go on with a heartbeat, new partitions are found with a refresh.
        ("heartbeat.interval.ms", "300"),
        ("session.timeout.ms", "6000"),
        ("topic.metadata.refresh.interval.ms", "300"),
    ];
    let mut settings = KafkaSettings::at(&at);
    let quick: BTreeMap<_, _> =
        quick.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    settings.properties.extend(quick);
    settings
}

fn bench() -> Bench {
    Bench::new(KafkaTransport::try_new(settings()).unwrap())
}

macro_rules! test {
    ($module:ident, $case:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        #[ignore = "needs Kafka: deploy/dev/kafka up"]
        async fn $case() {
            cases::$module::$case(&bench()).await;
        }
    };
}

every_case!(test);
