//! `FileIngress`: records from a file.

use std::path::PathBuf;

use tokio::fs::File;
use tokio::io::{AsyncBufReadExt, BufReader};

use super::json::parse;
use crate::avro::AvroRecord;
use crate::{Context, Outlet, Record, StreamletError, StreamletResult, streamlet};
use futures::SinkExt;

/// The longest line that is read into memory.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// Reads a file of JSON lines, one record on each, and finishes at its end.
///
/// A line that is no record stops the streamlet with line, field and reason, or is skipped with a
/// warning, as `on_invalid` says.
#[streamlet(name = FileIngress)]
pub async fn file_ingress<T: AvroRecord>(
    context: Context,
    mut out: Outlet<T>,
    #[volume("/data", read_only)] data: PathBuf,
    /// The file, relative to the volume.
    #[config(default = "records.jsonl")]
    file: String,
    /// What to do with a line that is no record: `stop` or `skip`.
    #[config(default = "stop", pattern = "stop|skip")]
    on_invalid: String,
) -> StreamletResult {
    let path = data.join(&file);
    let opened = File::open(&path).await.map_err(|error| {
        StreamletError::new(format!(
            "cannot read `{}`: {error}\n\
             help: name the folder that has the file: `--set volumes.{}.data=FOLDER`, or settings that \
             name it: `--config sandbox.toml`",
            path.display(),
            context.instance()
        ))
    })?;
    let mut reader = BufReader::with_capacity(64 * 1024, opened);
    let mut line = Vec::new();
    let mut number = 0;
    while read_line(&mut reader, &mut line).await? {
        number += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match parse(&line, number - 1) {
            Ok(record) => out.send(Record::new(record)).await?,
            Err(error) if on_invalid == "skip" => {
                tracing::warn!(file = %path.display(), %error, "A line is no record and is skipped.");
            }
            Err(error) => {
                return Err(StreamletError::new(format!(
                    "{}: {error}\n\
                     help: correct the line, or leave such lines out: `--set {}.on_invalid=skip`",
                    path.display(),
                    context.instance()
                )));
            }
        }
    }
    out.flush().await
}

/// Reads one line, with its end; returns whether there was one.
async fn read_line(
    reader: &mut BufReader<File>,
    line: &mut Vec<u8>,
) -> Result<bool, StreamletError> {
    use tokio::io::AsyncReadExt;
    line.clear();
    let read = reader.take(LONGEST_LINE).read_until(b'\n', line).await?;
    if read as u64 == LONGEST_LINE {
        return Err(StreamletError::new("a line is longer than 16 MiB; it cannot be a record"));
    }
    Ok(read > 0)
}
