//! The least of an HTTP client: enough to see every byte.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Its head, in lower case.
    pub(super) head: String,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn is_last(&self) -> bool {
        self.head.contains("connection: close")
    }
}

/// A connection that may stay open.
pub(super) struct Connection(BufReader<TcpStream>);

impl Connection {
    pub(super) async fn open(address: SocketAddr) -> io::Result<Self> {
        Ok(Self(BufReader::new(TcpStream::connect(address).await?)))
    }

    pub(super) async fn request(
        &mut self,
        method: &str,
        path: &str,
        body: &str,
    ) -> io::Result<Answer> {
        let length = body.len();
        let head =
            format!("{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n");
        self.0.write_all(format!("{head}{body}").as_bytes()).await?;
        let mut head = String::new();
        loop {
            if self.0.read_line(&mut head).await? == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, head));
            }
            if head.ends_with("\r\n\r\n") {
                break;
            }
        }
        let head = head.to_lowercase();
        let wrong = || io::Error::new(io::ErrorKind::InvalidData, head.clone());
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(wrong)?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length = length.and_then(|length| length.parse().ok()).ok_or_else(wrong)?;
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await?;
        Ok(Answer { status, head, body: String::from_utf8_lossy(&body).into_owned() })
    }
}

pub(super) async fn get(address: SocketAddr, path: &str) -> (u16, String) {
    once(address, "GET", path, "").await
}

pub(super) async fn post(address: SocketAddr, body: &str) -> (u16, String) {
    once(address, "POST", "/", body).await
}

async fn once(address: SocketAddr, method: &str, path: &str, body: &str) -> (u16, String) {
    let mut connection = Connection::open(address).await.expect("it listens");
    let answer = connection.request(method, path, body).await.expect("an answer");
    (answer.status, answer.body)
}
