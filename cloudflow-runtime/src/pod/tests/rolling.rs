//! A rolling update of two replicas under load, behind a proxy that follows their readiness.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinSet, yield_now};

use super::client::{self, Connection};
use super::{Deployed, Running, within_deadline};

/// How many clients send at the same time.
const CLIENTS: i64 = 4;

/// How many requests a client sends before it opens a new connection by itself.
const REQUESTS: i64 = 7;

/// What a Service does: connections go to the pods that are ready, in turn.
struct Proxy {
    address: SocketAddr,
    endpoints: Arc<Mutex<Endpoints>>,
    tasks: JoinSet<()>,
}

#[derive(Default)]
struct Endpoints {
    ready: Vec<Arc<Endpoint>>,
    turn: usize,
}

struct Endpoint {
    address: SocketAddr,
    /// How many connections it has, those that are being opened among them.
    open: AtomicUsize,
}

impl Endpoints {
    fn next(&mut self) -> Option<Arc<Endpoint>> {
        self.turn = self.turn.wrapping_add(1);
        let endpoint = self.ready.get(self.turn % self.ready.len().max(1))?;
        endpoint.open.fetch_add(1, Ordering::SeqCst);
        Some(Arc::clone(endpoint))
    }
}

impl Proxy {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let endpoints: Arc<Mutex<Endpoints>> = Arc::default();
        let mut tasks = JoinSet::new();
        let known = Arc::clone(&endpoints);
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((mut client, _)) = listener.accept().await {
                let endpoint = known.lock().unwrap().next();
                // Without an endpoint, and without a server behind it, the client sees a broken
                // connection, and the test fails.
                let Some(endpoint) = endpoint else { continue };
                connections.spawn(async move {
                    if let Ok(mut server) = TcpStream::connect(endpoint.address).await {
                        let _ = copy_bidirectional(&mut client, &mut server).await;
                    }
                    endpoint.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, endpoints, tasks }
    }

    /// Sends requests to a pod while it is ready.
    fn follow(&mut self, pod: &Running) -> Arc<Endpoint> {
        let endpoint = Arc::new(Endpoint { address: pod.serves, open: AtomicUsize::new(0) });
        let (known, followed) = (Arc::clone(&self.endpoints), Arc::clone(&endpoint));
        let manages = pod.manages;
        self.tasks.spawn(async move {
            while client::get(manages, "/readyz").await.0 != 200 {
                yield_now().await;
            }
            known.lock().unwrap().ready.push(Arc::clone(&followed));
            while client::get(manages, "/readyz").await.0 == 200 {
                yield_now().await;
            }
            known.lock().unwrap().ready.retain(|other| !Arc::ptr_eq(other, &followed));
        });
        endpoint
    }

    fn knows(&self, endpoint: &Arc<Endpoint>) -> bool {
        self.endpoints.lock().unwrap().ready.iter().any(|other| Arc::ptr_eq(other, endpoint))
    }
}

/// What clients saw.
#[derive(Default)]
struct Seen {
    is_over: AtomicBool,
    accepted: AtomicUsize,
    failures: Mutex<Vec<String>>,
}

/// Sends requests one after the other, on connections that stay open as long as the server allows.
async fn send(address: SocketAddr, client: i64, seen: Arc<Seen>) {
    let mut id = client;
    while !seen.is_over.load(Ordering::SeqCst) {
        let mut connection = match Connection::open(address).await {
            Ok(connection) => connection,
            Err(error) => return seen.failures.lock().unwrap().push(format!("connect: {error}")),
        };
        for _ in 0..REQUESTS {
            id += CLIENTS;
            match connection.request("POST", "/", &format!("{{\"id\":{id}}}")).await {
                Ok(answer) if answer.status == 202 => {
                    seen.accepted.fetch_add(1, Ordering::SeqCst);
                    if answer.is_last() {
                        break;
                    }
                }
                Ok(answer) => seen.failures.lock().unwrap().push(format!("{answer:?}")),
                Err(error) => {
                    seen.failures.lock().unwrap().push(format!("request {id}: {error}"));
                    break;
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_update_under_load_loses_no_request() {
    within_deadline(async {
        let deployed = Deployed::new().await;
        let mut proxy = Proxy::start().await;
        // The proxy's own pace decides when the wait is over, not a time.
        let settings = ["shutdown_delay=1 h"];
        let mut replicas = Vec::new();
        for _ in 0..2 {
            let pod = deployed.start(&settings).await;
            let endpoint = proxy.follow(&pod);
            replicas.push((pod, endpoint));
        }
        for (_, endpoint) in &replicas {
            while !proxy.knows(endpoint) {
                yield_now().await;
            }
        }
        let seen: Arc<Seen> = Arc::default();
        let mut clients = JoinSet::new();
        for client in 0..CLIENTS {
            clients.spawn(send(proxy.address, client, Arc::clone(&seen)));
        }
        let mut new = Vec::new();
        for old in replicas {
            // As a Deployment does it: one more first, then one less.
            let pod = deployed.start(&settings).await;
            let endpoint = proxy.follow(&pod);
            while !proxy.knows(&endpoint) {
                yield_now().await;
            }
            let before = seen.accepted.load(Ordering::SeqCst);
            while seen.accepted.load(Ordering::SeqCst) < before + 100 {
                yield_now().await;
            }
            let (old, its_endpoint) = old;
            old.ending.leave.cancel();
            while proxy.knows(&its_endpoint) || its_endpoint.open.load(Ordering::SeqCst) > 0 {
                yield_now().await;
            }
            old.ending.stop.cancel();
            old.end().await;
            new.push(pod);
        }
        seen.is_over.store(true, Ordering::SeqCst);
        while clients.join_next().await.is_some() {}
        let failures = std::mem::take(&mut *seen.failures.lock().unwrap());
        assert!(failures.is_empty(), "{} requests failed: {:?}", failures.len(), failures.first());
        let accepted = seen.accepted.load(Ordering::SeqCst);
        assert_eq!(deployed.records().await, u64::try_from(accepted).unwrap());
        for pod in new {
            pod.ending.stop.cancel();
            pod.end().await;
        }
    })
    .await;
}
