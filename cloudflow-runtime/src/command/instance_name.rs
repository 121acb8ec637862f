//! Which instance a person means.

use cloudflow_model::name::outside;
use cloudflow_model::{Blueprint, nearest};

use super::Failure;

/// Returns the index of the instance with this name; `-` and `_` are the same, since Kubernetes only
/// knows `-`.
pub(super) fn find(blueprint: &Blueprint<'_>, wanted: &str) -> Result<usize, Failure> {
    let names: Vec<&str> = blueprint.instances.iter().map(|instance| instance.name).collect();
    let is_meant = |name: &&str| outside(name) == outside(wanted);
    names.iter().position(is_meant).ok_or_else(|| {
        let near = nearest(&wanted.replace('-', "_"), &names);
        let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
        Failure::Usage(format!(
            "there is no instance `{wanted}` in `{}`\nhelp: {near}there are {}",
            blueprint.name,
            list(blueprint)
        ))
    })
}

/// Returns the names of all instances, as an error lists them.
pub(super) fn list(blueprint: &Blueprint<'_>) -> String {
    let names = blueprint.instances.iter().map(|instance| format!("`{}`", instance.name));
    names.collect::<Vec<String>>().join(", ")
}
