//! As much of an HTTP client as probes and ingress need.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Returns the status of a GET request, if there is an answer at all.
pub(crate) fn get(address: SocketAddr, path: &str) -> Option<u16> {
    request(address, &format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
}

/// Returns the status of a POST request with a JSON body.
pub(crate) fn post(address: SocketAddr, body: &str) -> Option<u16> {
    let head = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json";
    request(address, &format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
}

fn request(address: SocketAddr, text: &str) -> Option<u16> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(2)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    stream.write_all(text.as_bytes()).ok()?;
    let mut answer = Vec::new();
    // A server that ends the connection early has still answered.
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    answer.split_whitespace().nth(1)?.parse().ok()
}
