//! What is mounted into a pod: configuration, secrets, room for temporary files, shared volumes.

use cloudflow_model::{Access, TEMPORARY_FOLDER, VolumeMount, reserved_folder};
use serde::Serialize;

/// The folder of the configuration file.
pub(crate) const CONFIG: &str = "/etc/cloudflow/config";
/// The folder of the secrets, one file for each.
pub(crate) const SECRETS: &str = "/etc/cloudflow/secrets";
/// The folder of the topic list.
pub(crate) const TOPICS: &str = "/etc/cloudflow/topics";

/// The rule about volumes (CF22) keeps these folders free.
const _: () = {
    assert!(reserved_folder(CONFIG).is_some());
    assert!(reserved_folder(SECRETS).is_some());
    assert!(reserved_folder(TOPICS).is_some());
    assert!(reserved_folder(TEMPORARY_FOLDER).is_some());
};

#[derive(Debug, Serialize)]
pub(crate) struct Volume {
    name: String,
    #[serde(flatten)]
    source: Source,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum Source {
    ConfigMap(ConfigMapSource),
    EmptyDir(EmptyDir),
    PersistentVolumeClaim(Claim),
    Projected(Projected),
}

#[derive(Debug, Serialize)]
struct ConfigMapSource {
    name: String,
    items: [Item; 1],
}

#[derive(Debug, Serialize)]
struct Item {
    key: &'static str,
    path: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct EmptyDir {
    size_limit: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Claim {
    claim_name: String,
}

#[derive(Debug, Serialize)]
struct Projected {
    sources: Vec<Projection>,
}

#[derive(Debug, Serialize)]
struct Projection {
    secret: OptionalSecret,
}

#[derive(Debug, Serialize)]
struct OptionalSecret {
    name: String,
    optional: bool,
}

/// Where a volume appears in the container.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names are those of Kubernetes")]
pub(crate) struct Mount {
    name: String,
    mount_path: String,
    /// Absent when false: the server does not keep a false one, and kubectl would add it anew with
    /// every apply.
    #[serde(skip_serializing_if = "is_false")]
    read_only: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A volume and its place.
pub(crate) type Mounted = (Volume, Mount);

fn mounted(name: String, path: &str, read_only: bool, source: Source) -> Mounted {
    let mount = Mount { name: name.clone(), mount_path: path.to_owned(), read_only };
    (Volume { name, source }, mount)
}

/// Mounts one file of a `ConfigMap` into a folder of its own.
pub(crate) fn file(folder: &str, config_map: String, key: &'static str) -> Mounted {
    let name = folder.rsplit('/').next().unwrap_or(folder).to_owned();
    let items = [Item { key, path: key }];
    mounted(name, folder, true, Source::ConfigMap(ConfigMapSource { name: config_map, items }))
}

/// Mounts the secrets with these names into one folder. None has to be there: what an application
/// needs is known to whoever deploys it, and a Secret that comes later appears in the folder.
pub(crate) fn secrets<const N: usize>(names: [String; N]) -> Mounted {
    let optional = |name| Projection { secret: OptionalSecret { name, optional: true } };
    let sources = names.into_iter().map(optional).collect();
    mounted("secrets".to_owned(), SECRETS, true, Source::Projected(Projected { sources }))
}

/// Mounts room for temporary files, which the read-only image does not have; with a limit, as it is
/// taken from the node's disk.
pub(crate) fn temporary() -> Mounted {
    let source = Source::EmptyDir(EmptyDir { size_limit: "256Mi" });
    mounted("temporary".to_owned(), TEMPORARY_FOLDER, false, source)
}

/// Mounts the claim of a volume that the streamlet declares. In the pod it keeps the claim's name,
/// which has a `-` and so cannot meet the names above.
pub(crate) fn claim(volume: &VolumeMount<'_>, claim_name: String) -> Mounted {
    let source = Source::PersistentVolumeClaim(Claim { claim_name: claim_name.clone() });
    mounted(claim_name, volume.path, volume.access == Access::ReadOnly, source)
}
