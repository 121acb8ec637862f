//! Names, labels and annotations: how the objects of an application are found again.

use std::collections::BTreeMap;

use cloudflow_model::kubernetes;
use cloudflow_model::name::outside;
use serde::Serialize;

/// What identifies an object.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Metadata {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
    pub(crate) labels: Labels,
}

/// Labels, sorted by key.
pub(crate) type Labels = BTreeMap<&'static str, String>;

const PART_OF: &str = "app.kubernetes.io/part-of";
const NAME: &str = "app.kubernetes.io/name";

/// Names the objects of one application.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    application: String,
    namespace: Option<String>,
}

impl Scope {
    pub(crate) fn new(application: &str, namespace: Option<&str>) -> Self {
        Self { application: outside(application), namespace: namespace.map(str::to_owned) }
    }

    /// Returns the name of the application in Kubernetes.
    pub(crate) fn application(&self) -> &str {
        &self.application
    }

    /// Returns the name of what belongs to a part of the application.
    pub(crate) fn name(&self, part: &str) -> String {
        kubernetes::part(&self.application, part)
    }

    /// Returns the metadata of an object that belongs to the application as a whole.
    pub(crate) fn shared(&self) -> Metadata {
        let labels = self.labels(&self.application, self.application.clone(), "application");
        self.metadata(self.application.clone(), labels)
    }

    /// Returns the metadata of an object of the topics, called `name`.
    pub(crate) fn topics(&self, name: String) -> Metadata {
        self.metadata(name, self.labels("topics", self.name("topics"), "topics"))
    }

    /// Returns the metadata of an object of an instance, called `name`.
    pub(crate) fn streamlet(&self, instance: &str, name: String) -> Metadata {
        let labels = self.labels(&outside(instance), self.name(instance), "streamlet");
        self.metadata(name, labels)
    }

    /// Returns the labels by which a Deployment and a Service find their pods. They can never be
    /// changed after the first apply, so they hold nothing but the names.
    pub(crate) fn selector(&self, instance: &str) -> Labels {
        Labels::from([(NAME, outside(instance)), (PART_OF, self.application.clone())])
    }

    fn metadata(&self, name: String, labels: Labels) -> Metadata {
        Metadata { name, namespace: self.namespace.clone(), labels }
    }

    /// The labels that Kubernetes recommends, apart from the version: a pod template that names the
    /// version rolls with every release, whether the workload changed or not.
    fn labels(&self, name: &str, instance: String, component: &str) -> Labels {
        Labels::from([
            (NAME, name.to_owned()),
            ("app.kubernetes.io/instance", instance),
            ("app.kubernetes.io/component", component.to_owned()),
            (PART_OF, self.application.clone()),
            ("app.kubernetes.io/managed-by", "cloudflow".to_owned()),
        ])
    }
}

#[cfg(test)]
mod tests {
    use cloudflow_model::kubernetes::is_label_value;
    use cloudflow_model::name::LONGEST_LABEL;

    use super::*;

    /// The longest names that the rules accept (CF17) make legal values.
    #[test]
    fn values_of_labels_are_legal() {
        let longest = |length: usize| format!("a{}", "_b".repeat(length / 2));
        let application = longest(40);
        let instance = longest(LONGEST_LABEL - application.len() - 2);
        let scope = Scope::new(&application, None);
        let name = scope.name(&instance);
        assert!((LONGEST_LABEL - 1..=LONGEST_LABEL).contains(&name.len()), "{name}");
        let metadata = [
            scope.shared(),
            scope.topics(scope.name(kubernetes::TOPICS)),
            scope.streamlet(&instance, name),
        ];
        let labels = metadata.into_iter().map(|metadata| metadata.labels);
        for labels in labels.chain([scope.selector(&instance)]) {
            for (key, value) in labels {
                assert!(is_label_value(&value), "{key}: {value}");
            }
        }
    }
}
