//! From blueprint to files: which objects there are, and which file each is in. Pure.

use std::collections::BTreeMap;

use cloudflow_model::name::outside;
use cloudflow_model::{Blueprint, Instance, TopicList, kubernetes, rules};

use crate::config::Deployment;
use crate::manifest::config_map::config_map;
use crate::manifest::deployment::deployment;
use crate::manifest::disruption_budget::disruption_budget;
use crate::manifest::job::job;
use crate::manifest::metadata::{Metadata, Scope};
use crate::manifest::namespace::namespace;
use crate::manifest::persistent_volume_claim::persistent_volume_claim;
use crate::manifest::pod::Pod;
use crate::manifest::service::service;
use crate::manifest::service_account::service_account;
use crate::manifest::volume::{self, Mounted};
use crate::manifest::{Kind, Object};
use crate::{Error, Problem, fingerprint, settings, yaml};

/// The name of the topic list among the files of the `ConfigMap`.
const TOPICS_FILE: &str = "topics.json";

/// What is to be written for an application.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) application: String,
    /// The text of each file, by its path in the target directory.
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) warnings: Vec<String>,
}

impl Plan {
    /// Decides everything; or reports every problem.
    pub(crate) fn new(blueprint: &Blueprint<'_>, deployment: &Deployment) -> Result<Self, Error> {
        let broken = rules::check_all(blueprint).into_iter();
        let broken = broken.map(|problem| Problem::Rule(Box::new(problem)));
        let broken: Vec<_> = deployment.problems().into_iter().chain(broken).collect();
        if !broken.is_empty() {
            return Err(Error::Problems(broken));
        }
        let mut planner = Planner::new(blueprint, deployment);
        planner.application()?;
        planner.topics()?;
        for instance in blueprint.instances {
            planner.streamlet(instance)?;
        }
        Ok(planner.plan)
    }
}

struct Planner<'a> {
    blueprint: &'a Blueprint<'a>,
    deployment: &'a Deployment,
    scope: Scope,
    plan: Plan,
}

impl<'a> Planner<'a> {
    fn new(blueprint: &'a Blueprint<'a>, deployment: &'a Deployment) -> Self {
        Self {
            blueprint,
            deployment,
            scope: Scope::new(blueprint.name, deployment.namespace.as_deref()),
            plan: Plan {
                application: blueprint.name.to_owned(),
                files: BTreeMap::new(),
                warnings: Vec::new(),
            },
        }
    }

    /// What all pods need: the namespace, if it has a name, and the account.
    fn application(&mut self) -> Result<(), Error> {
        if let Some(name) = &self.deployment.namespace {
            let mut file = self.file("00-namespace");
            file.add(&namespace(name))?;
            file.close();
        }
        let account = service_account(&self.scope);
        let mut file = self.file("10-application");
        file.add(&account)?;
        file.close();
        Ok(())
    }

    /// The topic list, for the Job and for other tools.
    fn topics(&mut self) -> Result<(), Error> {
        let list = TopicList::new(self.blueprint);
        let application = self.scope.application().to_owned();
        let (json_file, yaml_file) =
            (format!("topics.{application}.json"), format!("topics.{application}.yaml"));
        let json = serde_json::to_string_pretty(&list)
            .map(|text| text + "\n")
            .map_err(|error| text_error(&json_file, &error))?;
        let comment = header(self.blueprint.name);
        let text =
            yaml::document(&comment, &list).map_err(|error| text_error(&yaml_file, &error))?;

        let name = self.scope.name(kubernetes::TOPICS);
        let config = settings::kafka(&self.deployment.kafka);
        let hash = fingerprint::long(&format!("{config}{json}"));
        let metadata = self.scope.topics(name.clone());
        let pod = self.pod(&metadata, hash);
        let files = [(settings::FILE, config), (TOPICS_FILE, json.clone())];
        let map = config_map(metadata, files);
        let mounted = vec![
            volume::file(volume::CONFIG, name.clone(), settings::FILE),
            volume::file(volume::TOPICS, name, TOPICS_FILE),
            volume::secrets([self.scope.name(kubernetes::KAFKA)]),
            volume::temporary(),
        ];
        let template = pod.topics(&format!("{}/{}", volume::TOPICS, TOPICS_FILE), mounted);
        let job = job(&self.scope, template).map_err(|error| text_error("the Job", &error))?;
        let mut file = self.file("20-topics");
        file.add(&map)?;
        if list.topics.iter().any(|topic| topic.managed) {
            file.add(&job)?;
        }
        file.close();
        self.plan.files.extend([(json_file, json), (yaml_file, text)]);
        Ok(())
    }

    /// All of one instance. Its configuration stands before its pods, which might otherwise start
    /// with what was there before.
    fn streamlet(&mut self, instance: &Instance<'_>) -> Result<(), Error> {
        let streamlet = instance.streamlet;
        let name = self.scope.name(instance.name);
        let metadata = self.scope.streamlet(instance.name, name.clone());
        let selector = self.scope.selector(instance.name);
        self.warn_of_missing(instance, &name);

        let config =
            settings::file(instance, &self.deployment.kafka, &name, self.deployment.shutdown);
        let hash = fingerprint::long(&settings::without_comments(&config));
        let pod = self.pod(&metadata, hash);
        let map = config_map(metadata.clone(), [(settings::FILE, config)]);
        let mut mounted = vec![
            volume::file(volume::CONFIG, name.clone(), settings::FILE),
            volume::secrets([self.scope.name(kubernetes::KAFKA), name.clone()]),
            volume::temporary(),
        ];
        let claims = self.claims(instance, &mut mounted);
        let template = pod.streamlet(instance.name, instance.resources, streamlet.server, mounted);

        let mut file = self.file(&format!("30-{}", outside(instance.name)));
        file.add(&map)?;
        for claim in claims {
            file.add(&claim)?;
        }
        if let Some(server) = streamlet.server {
            file.add(&service(metadata.clone(), selector.clone(), server))?;
        }
        if instance.replicas > 1 {
            file.add(&disruption_budget(metadata.clone(), selector.clone()))?;
        }
        file.add(&deployment(metadata, instance.replicas, selector, template))?;
        file.close();
        Ok(())
    }

    /// Returns the claims of an instance, and mounts them.
    fn claims(
        &mut self,
        instance: &Instance<'_>,
        mounted: &mut Vec<Mounted>,
    ) -> Vec<Object<impl Kind + use<>>> {
        let mut claims = Vec::new();
        for declared in instance.streamlet.volumes {
            let name = kubernetes::claim(self.blueprint.name, instance.name, declared.name);
            mounted.push(volume::claim(declared, name.clone()));
            let metadata = self.scope.streamlet(instance.name, name);
            claims.push(persistent_volume_claim(metadata));
        }
        claims
    }

    fn warn_of_missing(&mut self, instance: &Instance<'_>, secret: &str) {
        for key in settings::missing(instance) {
            self.plan.warnings.push(format!(
                "`{name}.{key}` has no value: it has no default and the blueprint sets none\n\
                 help: set it in the blueprint, or as `{name}.{key}` in the Secret `{secret}`",
                name = instance.name
            ));
        }
    }

    fn pod(&self, metadata: &Metadata, config_hash: String) -> Pod {
        Pod {
            image: self.deployment.image.clone(),
            service_account: self.scope.application().to_owned(),
            labels: metadata.labels.clone(),
            config_hash,
            shutdown: self.deployment.shutdown,
        }
    }

    fn file(&mut self, name: &str) -> File<'_> {
        let path = format!("k8s/{}-{name}.yaml", self.scope.application());
        let header = header(self.blueprint.name);
        File { path, header, documents: Vec::new(), files: &mut self.plan.files }
    }
}

fn header(application: &str) -> String {
    format!(
        "Application `{application}`, written by cloudflow-build. The next build replaces every edit."
    )
}

fn text_error(name: &str, error: &impl ToString) -> Error {
    Error::Text { name: name.to_owned(), reason: error.to_string() }
}

/// A file under construction.
struct File<'a> {
    path: String,
    header: String,
    documents: Vec<String>,
    files: &'a mut BTreeMap<String, String>,
}

impl File<'_> {
    /// Adds an object.
    fn add<K: Kind>(&mut self, object: &Object<K>) -> Result<(), Error> {
        let text =
            yaml::document(K::COMMENT, object).map_err(|error| text_error(&self.path, &error))?;
        self.documents.push(text);
        Ok(())
    }

    fn close(self) {
        self.files.insert(self.path, yaml::file(&self.header, &self.documents));
    }
}
