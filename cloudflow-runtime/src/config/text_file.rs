//! Reads a small text file, within a limit.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The most bytes that a file may have: as many as a `ConfigMap` or a Secret of Kubernetes.
const LIMIT: u64 = 1 << 20;

/// Why a file cannot be used, in words for a person; without any of its content.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) title: String,
    pub(super) help: String,
}

/// Reads a file as text.
pub(super) fn read(path: &Path) -> Result<String, Unreadable> {
    let bytes = read_bytes(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            unreadable("there is no such file", "correct the path, or create the file")
        }
        io::ErrorKind::IsADirectory => {
            unreadable("this is a directory, not a file", "name a file in it")
        }
        io::ErrorKind::PermissionDenied => unreadable(
            "this user may not read the file",
            "give the user of the process permission to read it",
        ),
        _ => unreadable(&format!("the file cannot be read: {error}"), "check the file system"),
    })?;
    if bytes.len() as u64 > LIMIT {
        return Err(unreadable("the file has more than 1 MiB", "keep the file below 1 MiB"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = valid.split(|byte| *byte == b'\n').count();
        unreadable(&format!("line {line} is not UTF-8 text"), "save the file in UTF-8")
    })
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    // Not every system refuses to open a directory.
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    file.take(LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(title: &str, help: &str) -> Unreadable {
    Unreadable { title: title.to_owned(), help: help.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn files_that_cannot_be_used() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let title = |path: &Path| read(path).unwrap_err().title;
        assert_eq!(title(&path), "there is no such file");
        assert_eq!(title(folder.path()), "this is a directory, not a file");
        fs::write(&path, b"a\n\xff").unwrap();
        assert_eq!(title(&path), "line 2 is not UTF-8 text");
        fs::write(&path, vec![b'a'; (1 << 20) + 1]).unwrap();
        assert_eq!(title(&path), "the file has more than 1 MiB");
        fs::write(&path, "a = 1").unwrap();
        assert_eq!(read(&path).unwrap(), "a = 1");
    }
}
