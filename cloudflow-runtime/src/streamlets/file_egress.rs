//! `FileEgress`: records into a file.

use std::io;
use std::path::PathBuf;

use futures::stream::TryReadyChunksError;
use futures::{StreamExt, TryStreamExt};
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt, SeekFrom};

use crate::avro::AvroRecord;
use crate::{Context, Inlet, Record, StreamletError, StreamletResult, streamlet};

/// How many records are written at once, when that many are there.
const BATCH: usize = 1_000;

/// Appends records to a file of JSON lines.
///
/// Records are in the file before their offsets are committed. A crash between the two writes them
/// again after the restart: at least once.
#[streamlet(name = FileEgress)]
pub async fn file_egress<T: AvroRecord>(
    context: Context,
    r#in: Inlet<T>,
    #[volume("/data", read_write)] data: PathBuf,
    /// The file, relative to the volume.
    #[config(default = "records.jsonl")]
    file: String,
) -> StreamletResult {
    let path = data.join(&file);
    let refused = |error: io::Error| {
        let help = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room there, or ",
            _ => "",
        };
        StreamletError::new(format!(
            "cannot write `{}`: {error}\n\
             help: {help}name another folder: `--set volumes.{}.data=FOLDER`",
            path.display(),
            context.instance()
        ))
    };
    let opened = OpenOptions::new().create(true).read(true).append(true).open(&path).await;
    let mut output = opened.map_err(refused)?;
    end_line(&mut output).await.map_err(refused)?;
    let mut batches = r#in.try_ready_chunks(BATCH);
    let mut text = Vec::new();
    while let Some(batch) = batches.next().await {
        let (records, failure) = match batch {
            Ok(records) => (records, None),
            Err(TryReadyChunksError(records, failure)) => (records, Some(failure)),
        };
        text.clear();
        for record in &records {
            serde_json::to_writer(&mut text, record.value())?;
            text.push(b'\n');
        }
        // One write for the batch: other replicas may append to the same file.
        output.write_all(&text).await.map_err(refused)?;
        output.flush().await.map_err(refused)?;
        records.into_iter().for_each(Record::done);
        if let Some(failure) = failure {
            return Err(failure);
        }
    }
    Ok(())
}

/// Ends a line that a full disk or a crash has left half written, so that it spoils no other.
async fn end_line(file: &mut File) -> io::Result<()> {
    match file.seek(SeekFrom::End(0)).await {
        Ok(0) => return Ok(()),
        // A pipe has no earlier lines.
        Err(error) if error.kind() == io::ErrorKind::NotSeekable => return Ok(()),
        Ok(_) => {}
        Err(error) => return Err(error),
    }
    file.seek(SeekFrom::End(-1)).await?;
    if file.read_u8().await? != b'\n' {
        file.write_all(b"\n").await?;
    }
    Ok(())
}
