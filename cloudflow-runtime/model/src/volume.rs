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
