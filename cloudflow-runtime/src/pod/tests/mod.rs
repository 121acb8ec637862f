//! Pods with a server, several of them in this process, on the embedded log.

mod client;
mod rolling;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cloudflow_model::{Blueprint, Connection, Instance, Locks, PortRef, Resources, Topology};
use futures::future::BoxFuture;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::Pod;
use crate::config::{Configuration, Sources};
use crate::prelude::*;
use crate::runner::Plan;
use crate::shutdown::Ending;
use crate::transport::memory::MemoryCluster;
use crate::transport::{
    Admin, Cluster, ReadSpec, Session, SessionSpec, Source, TopicSpec, TransportError,
};
use crate::{Application, RunStreamlet, Streamlet};

/// A bound of every wait; events decide.
const DEADLINE: Duration = Duration::from_mins(1);

/// A record that is larger than its JSON: each `1,` is a number of eight bytes.
#[derive(AvroRecord, Debug, Clone, PartialEq)]
struct Event {
    id: i64,
    #[avro(default = "[]")]
    samples: Vec<f64>,
}

const TOPIC: &str = "test.ingress.out";

/// The numbers of the instances.
const INGRESS: usize = 0;
const LOG: usize = 1;

/// `ingress.out => log.in`
fn application() -> Application {
    let instance = |name, streamlet| Instance {
        name,
        streamlet,
        replicas: 2,
        resources: Resources::DEFAULT,
        config: &[],
    };
    let instances = vec![
        instance("ingress", HttpIngress::<Event>::DESCRIPTOR),
        instance("log", LogEgress::<Event>::DESCRIPTOR),
    ];
    let port = |instance, port| PortRef { instance, port };
    let connections = vec![Connection { from: port(0, "out"), to: port(1, "in") }];
    let blueprint = Blueprint {
        name: "test",
        description: "",
        instances: instances.leak(),
        connections: connections.leak(),
        topics: &[],
        locks: Locks::NONE,
    };
    let run: Vec<RunStreamlet> = vec![HttpIngress::<Event>::run, LogEgress::<Event>::run];
    Application::new(Box::leak(Box::new(blueprint)), run.leak())
}

/// An application whose topics exist.
struct Deployed {
    application: Application,
    cluster: Arc<MemoryCluster>,
}

impl Deployed {
    async fn new() -> Self {
        let (application, cluster) = (application(), Arc::new(MemoryCluster::new()));
        let topology = Topology::new(application.blueprint());
        let specs: Vec<TopicSpec> = topology.topics().iter().map(TopicSpec::from).collect();
        cluster.admin().create_topics(&specs).await.expect("topics");
        Self { application, cluster }
    }

    /// Starts a pod of `ingress`.
    async fn start(&self, settings: &[&str]) -> Running {
        let cluster = Arc::clone(&self.cluster) as Arc<dyn Cluster>;
        self.start_on(cluster, INGRESS, settings).await
    }

    async fn start_on(
        &self,
        cluster: Arc<dyn Cluster>,
        instance: usize,
        settings: &[&str],
    ) -> Running {
        let settings = settings.iter().map(|setting| (*setting).to_owned()).collect();
        let sources = Sources { settings, ..Sources::default() };
        let configuration =
            Configuration::resolve_instance(self.application.blueprint(), instance, &sources);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let management = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = |listener: &TcpListener| listener.local_addr().expect("an address");
        let (serves, manages) = (address(&listener), address(&management));
        let ending = Ending::default();
        let pod = Pod {
            application: self.application,
            instance,
            configuration: configuration.expect("a configuration"),
            cluster,
            management: manages,
            exit_when_finished: false,
        };
        let asked = ending.clone();
        let task = tokio::spawn(async move {
            let topology = Topology::new(pod.application.blueprint());
            let plan = Plan::new(&pod.application, &topology, instance);
            let listener = plan.has_server.then_some(listener);
            pod.run_on(&plan, management, listener, asked).await
        });
        Running { serves, manages, ending, task }
    }

    /// Returns how many records are in the topic.
    async fn records(&self) -> u64 {
        let lag = self.cluster.admin().lag(TOPIC, "nobody").await.expect("a lag");
        lag.iter().map(|partition| partition.end.unsigned_abs()).sum()
    }
}

/// A pod that runs.
struct Running {
    serves: SocketAddr,
    manages: SocketAddr,
    ending: Ending,
    task: JoinHandle<StreamletResult>,
}

impl Running {
    async fn readiness(&self) -> (u16, String) {
        client::get(self.manages, "/readyz").await
    }

    async fn await_ready(&self) {
        while self.readiness().await.0 != 200 {
            tokio::task::yield_now().await;
        }
    }

    /// Waits for a good end.
    async fn end(self) {
        self.task.await.expect("no panic").expect("a good end");
    }
}

async fn within_deadline(test: impl Future<Output = ()>) {
    tokio::time::timeout(DEADLINE, test).await.expect("it ends");
}

#[tokio::test]
async fn a_pod_that_leaves_is_not_ready_and_serves() {
    within_deadline(async {
        let deployed = Deployed::new().await;
        let pod = deployed.start(&["shutdown_delay=1 h"]).await;
        pod.await_ready().await;
        assert_eq!(client::get(pod.serves, "/health").await, (200, "healthy".to_owned()));

        pod.ending.leave.cancel();
        while pod.readiness().await.0 == 200 {}
        assert_eq!(pod.readiness().await, (503, "stopping".to_owned()));
        assert_eq!(client::get(pod.serves, "/health").await, (503, "stopping".to_owned()));
        let (status, answer) = client::post(pod.serves, r#"{"id":1}"#).await;
        assert_eq!((status, answer.as_str()), (202, "{\"accepted\":1}\n"));

        let serves = pod.serves;
        pod.ending.stop.cancel();
        pod.end().await;
        assert!(TcpStream::connect(serves).await.is_err(), "the port is closed");
        assert_eq!(deployed.records().await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_wait_is_over_after_its_time() {
    within_deadline(async {
        let deployed = Deployed::new().await;
        let pod = deployed.start(&["shutdown_delay=10 ms"]).await;
        pod.await_ready().await;
        pod.ending.leave.cancel();
        pod.end().await;
    })
    .await;
}

/// A pod that was never ready is no endpoint of its Service.
#[tokio::test]
async fn a_pod_that_was_not_ready_has_nobody_to_wait_for() {
    within_deadline(async {
        let mut deployed = Deployed::new().await;
        deployed.cluster = Arc::new(MemoryCluster::new());
        let pod = deployed.start(&["shutdown_delay=1 h"]).await;
        assert_eq!(pod.readiness().await, (503, "waiting for topics".to_owned()));
        pod.ending.leave.cancel();
        pod.end().await;
    })
    .await;
}

#[tokio::test]
async fn wrong_values_are_answered_with_little_of_them() {
    within_deadline(async {
        let deployed = Deployed::new().await;
        let pod = deployed.start(&["shutdown_delay=0 s"]).await;
        pod.await_ready().await;
        let long = "\u{1}".repeat(80_000);
        let wrong = serde_json::json!({ "id": long }).to_string();
        let (status, answer) = client::post(pod.serves, &format!("{wrong}\n{wrong}")).await;
        assert_eq!(status, 400);
        assert!(answer.len() < 5_000, "{} bytes", answer.len());
        assert!(answer.contains("expected i64"), "{answer}");
        pod.ending.leave.cancel();
        pod.end().await;
    })
    .await;
}

/// The whole kind: an error of one record is an error of one request.
#[tokio::test]
async fn a_record_that_its_topic_refuses_ends_no_other() {
    within_deadline(async {
        let deployed = Deployed::new().await;
        let pod = deployed.start(&["shutdown_delay=0 s"]).await;
        pod.await_ready().await;
        // 262 kB of JSON, and more than the topic's megabyte when it is encoded.
        let large = format!(r#"{{"id":2,"samples":[{}1]}}"#, "1,".repeat(131_099));
        let mut connection = client::Connection::open(pod.serves).await.expect("it listens");
        for (body, expected) in [
            (r#"{"id":1}"#, 202),
            (&large, 413),
            (r#"{"id":3}"#, 202),
            (&format!("{{\"id\":4}}\n{large}"), 413),
            (r#"{"id":5}"#, 202),
        ] {
            let answer = connection.request("POST", "/", body).await.expect("an answer");
            assert_eq!(answer.status, expected, "{}", answer.body);
            assert!(!answer.head.contains("retry-after"), "it would be refused again");
            if expected == 413 {
                let error: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
                let error = &error["errors"][0];
                assert_eq!(error["line"], body.lines().count());
                let reason = error["reason"].as_str().unwrap_or_default();
                assert!(reason.contains("the topic takes 1048588"), "{reason}");
            }
        }
        assert_eq!(client::get(pod.serves, "/health").await.0, 200);
        assert_eq!(pod.readiness().await.0, 200);
        pod.ending.leave.cancel();
        pod.end().await;
    })
    .await;
}

/// A cluster that says that it is away.
#[derive(Debug)]
struct Away {
    cluster: Arc<MemoryCluster>,
    is_away: AtomicBool,
}

impl Cluster for Away {
    fn admin(&self) -> &dyn Admin {
        self.cluster.admin()
    }

    fn open<'a>(&'a self, spec: SessionSpec<'a>) -> BoxFuture<'a, Result<Session, TransportError>> {
        self.cluster.open(spec)
    }

    fn read<'a>(
        &'a self,
        spec: ReadSpec<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Source>, TransportError>> {
        self.cluster.read(spec)
    }

    fn trouble(&self) -> Option<String> {
        self.is_away.load(Ordering::SeqCst).then(|| "connection refused".to_owned())
    }
}

#[tokio::test]
async fn a_pod_without_a_server_is_not_ready_while_its_cluster_is_away() {
    within_deadline(async {
        let deployed = Deployed::new().await;
        let cluster = Arc::clone(&deployed.cluster);
        let away = Arc::new(Away { cluster, is_away: AtomicBool::new(false) });
        let start = async |instance| {
            let away = Arc::clone(&away) as Arc<dyn Cluster>;
            let pod = deployed.start_on(away, instance, &["shutdown_delay=0 s"]).await;
            pod.await_ready().await;
            pod
        };
        let (server, other) = (start(INGRESS).await, start(LOG).await);
        away.is_away.store(true, Ordering::SeqCst);
        assert_eq!(other.readiness().await, (503, "connection refused".to_owned()));
        assert_eq!(server.readiness().await, (200, "ready".to_owned()));
        away.is_away.store(false, Ordering::SeqCst);
        assert_eq!(other.readiness().await, (200, "ready".to_owned()));
        for pod in [server, other] {
            pod.ending.leave.cancel();
            pod.end().await;
        }
    })
    .await;
}
