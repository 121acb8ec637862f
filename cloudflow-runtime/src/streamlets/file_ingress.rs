//! `FileIngress`: records from a file.

use std::path::PathBuf;

use tokio::fs::File;
use tokio::io::{self, AsyncBufRead, AsyncBufReadExt, AsyncReadExt, BufReader};

use super::json::{parse, without_mark};
use crate::avro::AvroRecord;
use crate::{Context, Outlet, Record, StreamletError, StreamletResult, streamlet};

/// The longest line that is read into memory.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// Reads a file of JSON lines, one record on each, and finishes at its end.
///
/// A line that is no record stops the streamlet with line, field and reason, or is skipped with a
/// warning, as `on_invalid` says.
#[streamlet(name = FileIngress)]
pub async fn file_ingress<T: AvroRecord>(
    context: Context,
    out: Outlet<T>,
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
    let mut text = Vec::new();
    let mut number = 0;
    loop {
        let line = read_line(&mut reader, &mut text).await?;
        if line == Line::End {
            return out.flush().await;
        }
        number += 1;
        let text = if number == 1 { without_mark(&text) } else { &text[..] };
        let parsed = match line {
            Line::TooLong => Err(format!("line {number}: it is longer than 16 MiB")),
            _ if text.trim_ascii().is_empty() => continue,
            _ => parse(text, number - 1).map_err(|error| error.to_string()),
        };
        match parsed {
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
}

/// What was read of a file.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    /// One line, with its end.
    Whole,
    /// A line that cannot be a record, up to its end, of which nothing is kept.
    TooLong,
    /// There is no more.
    End,
}

/// Reads one line.
async fn read_line(
    reader: &mut (impl AsyncBufRead + Unpin),
    text: &mut Vec<u8>,
) -> io::Result<Line> {
    let mut line = Line::Whole;
    loop {
        text.clear();
        let read = (&mut *reader).take(LONGEST_LINE).read_until(b'\n', text).await?;
        let is_whole = (read as u64) < LONGEST_LINE || text.ends_with(b"\n");
        match line {
            Line::Whole if read == 0 => return Ok(Line::End),
            _ if is_whole => return Ok(line),
            _ => line = Line::TooLong,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_line_that_is_too_long_is_one_line() {
        let longest = usize::try_from(LONGEST_LINE).unwrap();
        for (length, expected) in [
            (longest - 1, Line::Whole),
            (longest, Line::TooLong),
            (2 * longest, Line::TooLong),
            (3 * longest - 1, Line::TooLong),
        ] {
            for (end, last) in [("\nnext\n", Line::Whole), ("\n", Line::End), ("", Line::End)] {
                let file = format!("{}{end}", "a".repeat(length));
                let mut reader = BufReader::new(file.as_bytes());
                let mut text = Vec::new();
                assert_eq!(read_line(&mut reader, &mut text).await.unwrap(), expected);
                assert_eq!(read_line(&mut reader, &mut text).await.unwrap(), last, "{length}");
                assert!(last != Line::Whole || text == b"next\n");
            }
        }
    }
}
