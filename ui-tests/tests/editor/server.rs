//! rust-analyzer as a child process, spoken to as an editor does.

use std::collections::HashMap;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long one answer may take: the first one compiles the dependencies.
const DEADLINE: Duration = Duration::from_mins(10);

/// A server with one open file.
pub(crate) struct Server {
    child: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    uri: String,
    version: i64,
    last_request: i64,
    /// What the server said last about each file.
    diagnostics: HashMap<String, Vec<Value>>,
    /// Whether it has read the package, with what the package depends on.
    is_quiet: bool,
    /// Whether the last run of `cargo check` has ended.
    is_checked: bool,
}

impl Server {
    /// Starts the server of the environment variable `RUST_ANALYZER`, or the one in the `PATH`, and
    /// opens `src/lib.rs` of a package.
    pub(crate) fn open(package: &Path, text: &str) -> Self {
        let program = env::var_os("RUST_ANALYZER").map_or("rust-analyzer".into(), PathBuf::from);
        let mut command = Command::new(&program);
        command.current_dir(package).env("CARGO_TARGET_DIR", package.join("target"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
        let input = child.stdin.take().expect("an input");
        let mut output = BufReader::new(child.stdout.take().expect("an output"));
        let (sender, messages) = channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let uri = format!("file://{}", package.join("src/lib.rs").display());
        let mut server = Self {
            child,
            input,
            messages,
            uri,
            version: 1,
            last_request: 0,
            diagnostics: HashMap::new(),
            is_quiet: false,
            is_checked: false,
        };
        let root = format!("file://{}", package.display());
        let can = json!({
            "window": { "workDoneProgress": true },
            "experimental": { "serverStatusNotification": true },
        });
        server.request(
            "initialize",
            &json!({ "processId": null, "rootUri": root, "capabilities": can }),
        );
        server.notify("initialized", &json!({}));
        let document =
            json!({ "uri": server.uri, "languageId": "rust", "version": 1, "text": text });
        server.notify("textDocument/didOpen", &json!({ "textDocument": document }));
        while !server.is_quiet {
            server.receive();
        }
        server
    }

    /// Replaces the text that is shown, without saving it.
    pub(crate) fn show(&mut self, text: &str) {
        self.version += 1;
        let document = json!({ "uri": self.uri, "version": self.version });
        let changes = json!([{ "text": text }]);
        self.notify(
            "textDocument/didChange",
            &json!({ "textDocument": document, "contentChanges": changes }),
        );
    }

    /// Returns the answer to a request about a place in the file: line and column, from 0.
    pub(crate) fn at(&mut self, request: &str, (line, character): (usize, usize)) -> Value {
        let position = json!({ "line": line, "character": character });
        let document = json!({ "uri": self.uri });
        self.request(request, &json!({ "textDocument": document, "position": position }))
    }

    /// Tells that the file is saved, and returns what is found wrong in it, as soon as there is anything.
    pub(crate) fn save(&mut self) -> Vec<Value> {
        self.notify("textDocument/didSave", &json!({ "textDocument": { "uri": self.uri } }));
        loop {
            // The first run to end may be one that began before, and was given up.
            self.is_checked = false;
            while !self.is_checked {
                self.receive();
            }
            // What it has found is sent before it answers the next question.
            self.at("textDocument/hover", (0, 0));
            let found = self.diagnostics.get(&self.uri).cloned().unwrap_or_default();
            if !found.is_empty() {
                return found;
            }
        }
    }

    fn request(&mut self, method: &str, params: &Value) -> Value {
        self.last_request += 1;
        let id = self.last_request;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("it listens");
        self.input.flush().expect("it listens");
    }

    /// Waits for a message, and does what every message asks for.
    fn receive(&mut self) -> Value {
        let deadline = Instant::now() + DEADLINE;
        let left = deadline.saturating_duration_since(Instant::now());
        let message = self.messages.recv_timeout(left).expect("an answer in time");
        let params = &message["params"];
        match message["method"].as_str() {
            Some("experimental/serverStatus") => self.is_quiet = params["quiescent"] == true,
            Some("$/progress") if params["value"]["kind"] == "end" => {
                self.is_checked |=
                    params["token"].as_str().is_some_and(|at| at.contains("flycheck"));
            }
            Some("textDocument/publishDiagnostics") => {
                let uri = params["uri"].as_str().unwrap_or_default().to_owned();
                let found = params["diagnostics"].as_array().cloned().unwrap_or_default();
                self.diagnostics.insert(uri, found);
            }
            // A question of the server: about settings, of which there are none, or whether it may.
            Some(_) if !message["id"].is_null() => {
                let items = params["items"].as_array().map(|items| vec![Value::Null; items.len()]);
                self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": items }));
            }
            _ => {}
        }
        message
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads a message, or nothing when the server has ended.
fn read(input: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some(number) = line.strip_prefix("Content-Length: ") {
            length = number.trim().parse().ok()?;
        }
    }
    let mut text = vec![0; length];
    input.read_exact(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}
