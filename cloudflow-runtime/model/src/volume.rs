//! Volumes: directories that a streamlet shares with the world outside its process.

/// A directory that is mounted into a streamlet's pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct VolumeMount<'a> {
    /// Its name, a label.
    pub name: &'a str,
    /// Where it appears in the pod: an absolute path.
    pub path: &'a str,
    /// Whether the streamlet may write to it.
    pub access: Access,
}

/// What a streamlet may do with a volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Access {
    /// Read only.
    ReadOnly,
    /// Read and write, from every replica.
    ReadWrite,
}

/// The folder of every pod that can be written, for temporary files.
pub const TEMPORARY_FOLDER: &str = "/tmp";

/// The folder of every pod with its configuration, its secrets and the list of topics.
pub const CONFIGURATION_FOLDER: &str = "/etc/cloudflow";

/// Folders that the kernel fills.
const KERNEL_FOLDERS: [&str; 3] = ["/dev", "/proc", "/sys"];

/// Returns the folder of every pod that a volume at this path would hide, or hide itself in.
///
/// ```
/// use cloudflow_model::reserved_folder;
///
/// assert_eq!(reserved_folder("/etc"), Some("/etc/cloudflow"));
/// assert_eq!(reserved_folder("/tmp/cache"), None, "a folder in a folder that can be written");
/// ```
pub const fn reserved_folder(path: &str) -> Option<&'static str> {
    if is_within(TEMPORARY_FOLDER, path) {
        return Some(TEMPORARY_FOLDER);
    }
    if is_within(path, CONFIGURATION_FOLDER) || is_within(CONFIGURATION_FOLDER, path) {
        return Some(CONFIGURATION_FOLDER);
    }
    let mut at = 0;
    while at < KERNEL_FOLDERS.len() {
        if is_within(path, KERNEL_FOLDERS[at]) {
            return Some(KERNEL_FOLDERS[at]);
        }
        at += 1;
    }
    None
}

/// Returns whether `inner` is the folder `outer` or below it.
pub(crate) const fn is_within(inner: &str, outer: &str) -> bool {
    let (inner, outer) = (trimmed(inner.as_bytes()), trimmed(outer.as_bytes()));
    if inner.len() < outer.len() {
        return false;
    }
    let mut at = 0;
    while at < outer.len() {
        if inner[at] != outer[at] {
            return false;
        }
        at += 1;
    }
    inner.len() == outer.len() || inner[outer.len()] == b'/'
}

/// Returns the path without a `/` at its end.
const fn trimmed(path: &[u8]) -> &[u8] {
    if let [before @ .., b'/'] = path { before } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_pods_need_are_reserved() {
        for (path, folder) in [
            ("/", "/tmp"),
            ("/tmp", "/tmp"),
            ("/tmp/", "/tmp"),
            ("/etc", "/etc/cloudflow"),
            ("/etc/cloudflow", "/etc/cloudflow"),
            ("/etc/cloudflow/secrets/x", "/etc/cloudflow"),
            ("/proc", "/proc"),
            ("/dev/shm", "/dev"),
            ("/sys/fs", "/sys"),
        ] {
            assert_eq!(reserved_folder(path), Some(folder), "{path}");
        }
        for path in
            ["/data", "/tmp/cache", "/tmpfiles", "/etc/cloudflow-data", "/etc/other", "/device"]
        {
            assert_eq!(reserved_folder(path), None, "{path}");
        }
    }

    #[test]
    fn a_folder_is_within_itself() {
        for (inner, outer, expected) in [
            ("/a", "/a/", true),
            ("/a/b", "/a", true),
            ("/ab", "/a", false),
            ("/a", "/a/b", false),
            ("/a/b/c/", "/a/b/", true),
        ] {
            assert_eq!(is_within(inner, outer), expected, "{inner} {outer}");
        }
    }
}
