//! Kubernetes manifests and the topic list of a blueprint.
