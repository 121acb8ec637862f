//! What one instance reads and writes at Kafka.

use std::sync::Arc;

use futures::future::BoxFuture;
use rdkafka::TopicPartitionList;
use rdkafka::consumer::Consumer;
use rdkafka::topic_partition_list::Offset;

use super::cluster::Shared;
use super::commits::Commits;
use super::flights::Outlet;
use super::holdings::Holdings;
use super::member::{KafkaCommits, KafkaSource, MemberSpec, join};
use super::sender::{KafkaSink, Sender};
use crate::transport::{
    Commits as Committing, Position, ReadSpec, Session, SessionSpec, Sink, Source, TransportError,
};

/// The group of readers that commit nothing: a client wants a name, and never joins it.
const NO_GROUP: &str = "cloudflow-reader";

/// Opens a session.
pub(super) async fn open(
    cluster: &Shared,
    sender: impl FnOnce() -> Result<Arc<Sender>, TransportError> + Send,
    spec: SessionSpec<'_>,
) -> Result<Session, TransportError> {
    let SessionSpec { group, inlets, co_partitioned, outlets, assignment, settle } = spec;
    let read = inlets.iter().map(|inlet| inlet.topic.as_str());
    let written = outlets.iter().map(|outlet| outlet.topic.as_str());
    cluster.must_exist(read.clone().chain(written)).await?;

    let mut sinks: Vec<Arc<dyn Sink>> = Vec::with_capacity(outlets.len());
    if !outlets.is_empty() {
        let sender = sender()?;
        for (number, outlet) in outlets.iter().enumerate() {
            let (topic, bound) = (outlet.topic.clone(), Arc::clone(&outlet.bound));
            let outlet = Outlet { number, topic, bound, settle: Arc::clone(&settle) };
            sinks.push(Arc::new(KafkaSink::try_new(outlet, Arc::clone(&sender))?));
        }
    }
    if inlets.is_empty() {
        return Ok(Session { sources: Vec::new(), sinks, commits: Arc::new(NothingRead) });
    }

    let holdings = Holdings::new(read, co_partitioned);
    let topics: Vec<_> = holdings.topics().to_vec();
    let member = MemberSpec {
        config: cluster.config.consumer(group, !co_partitioned.is_empty()),
        group: group.to_owned(),
        holdings,
        bounds: inlets.iter().map(|inlet| Arc::clone(&inlet.bound)).collect(),
        assignment,
        commits: Some(Arc::new(Commits::new(Arc::clone(&cluster.log), cluster.request))),
    };
    let membership = join(cluster, member, |client, _| {
        let topics: Vec<_> = topics.iter().map(String::as_str).collect();
        client.subscribe(&topics)
    })?;
    let source = |inlet| -> Box<dyn Source> {
        Box::new(KafkaSource { membership: Arc::clone(&membership), inlet })
    };
    let sources = (0..inlets.len()).map(source).collect();
    Ok(Session { sources, sinks, commits: Arc::new(KafkaCommits { membership }) })
}

/// Reads partitions of a topic, without a group.
pub(super) async fn read(
    cluster: &Shared,
    spec: ReadSpec<'_>,
) -> Result<Box<dyn Source>, TransportError> {
    let ReadSpec { topic, from, bound, assignment } = spec;
    cluster.must_exist(std::iter::once(topic)).await?;
    // Their inlet is the only one.
    let claims: Vec<_> = from.iter().map(|position| position.claim).collect();
    let member = MemberSpec {
        config: cluster.config.consumer(NO_GROUP, false),
        group: topic.to_owned(),
        holdings: Holdings::new(std::iter::once(topic), &[]),
        bounds: vec![bound],
        assignment,
        commits: None,
    };
    let membership = join(cluster, member, |client, intake| {
        let mut list = TopicPartitionList::with_capacity(from.len());
        for Position { claim, offset } in from {
            list.add_partition_offset(topic, claim.partition, Offset::Offset(*offset))?;
        }
        let partitions: Vec<_> =
            claims.iter().map(|claim| (topic.to_owned(), claim.partition)).collect();
        client.context().forward(&partitions);
        intake.adopt(&claims);
        client.assign(&list)
    })?;
    Ok(Box::new(KafkaSource { membership, inlet: 0 }))
}

/// The commits of a session without inlets.
#[derive(Debug)]
struct NothingRead;

impl Committing for NothingRead {
    fn commit(&self, _: Vec<Position>) -> BoxFuture<'_, Result<(), TransportError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
