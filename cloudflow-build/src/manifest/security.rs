//! Security contexts that fulfil the restricted Pod Security Standard, and what it leaves open.

use serde::Serialize;

/// The user and group of every process, the owner of what volumes hold. It is no user of the image
/// and, over 10000, none of a node.
const USER: u32 = 10_001;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PodSecurity {
    run_as_non_root: bool,
    run_as_user: u32,
    run_as_group: u32,
    fs_group: u32,
    fs_group_change_policy: &'static str,
    seccomp_profile: SeccompProfile,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContainerSecurity {
    run_as_non_root: bool,
    run_as_user: u32,
    run_as_group: u32,
    read_only_root_filesystem: bool,
    allow_privilege_escalation: bool,
    capabilities: Capabilities,
    seccomp_profile: SeccompProfile,
}

#[derive(Debug, Serialize)]
struct SeccompProfile {
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Debug, Serialize)]
struct Capabilities {
    drop: [&'static str; 1],
}

const RUNTIME_DEFAULT: SeccompProfile = SeccompProfile { kind: "RuntimeDefault" };

pub(crate) const POD: PodSecurity = PodSecurity {
    run_as_non_root: true,
    run_as_user: USER,
    run_as_group: USER,
    fs_group: USER,
    // Otherwise each start of a pod walks through every file of a large volume.
    fs_group_change_policy: "OnRootMismatch",
    seccomp_profile: RUNTIME_DEFAULT,
};

/// Repeats what the pod says and adds what only a container can say, so that it stands alone where a
/// webhook replaces the context of the pod.
pub(crate) const CONTAINER: ContainerSecurity = ContainerSecurity {
    run_as_non_root: true,
    run_as_user: USER,
    run_as_group: USER,
    read_only_root_filesystem: true,
    allow_privilege_escalation: false,
    capabilities: Capabilities { drop: ["ALL"] },
    seccomp_profile: RUNTIME_DEFAULT,
};
