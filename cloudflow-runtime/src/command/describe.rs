//! `describe`: the blueprint as JSON, for people with `jq` and for tools.
//!
//! Keys stand in the order of the fields below, and lists in the order of the blueprint.

use std::collections::BTreeMap;
use std::io::Write;

use cloudflow_model::{
    Blueprint, ConfigParameter, Instance, PortRef, Resources, Schema, SchemaIdentity, Server,
    TopicEntry, TopicList, Topology, VolumeMount,
};
use serde::Serialize;

use super::Failure;

#[derive(Serialize)]
struct Document<'a> {
    name: &'a str,
    description: &'a str,
    streamlets: Vec<Described<'a>>,
    connections: Vec<Connection>,
    topics: Vec<TopicEntry>,
    schemas: Vec<SchemaDefinition<'a>>,
}

#[derive(Serialize)]
struct Described<'a> {
    name: &'a str,
    streamlet: &'a str,
    description: &'a str,
    replicas: u32,
    /// What the blueprint sets; `null` is the default of the manifests.
    resources: Resources<'a>,
    /// The consumer group, if it has inlets.
    group: Option<String>,
    /// The inlets whose partitions are read together.
    co_partitioned: &'a [&'a str],
    inlets: Vec<Inlet<'a>>,
    outlets: Vec<Outlet<'a>>,
    config: Vec<Parameter<'a>>,
    volumes: &'a [VolumeMount<'a>],
    server: Option<ServerPort>,
}

#[derive(Serialize)]
struct Inlet<'a> {
    name: &'a str,
    schema: SchemaIdentity,
    topic: String,
    /// Whether it asks for records without a value.
    tombstones: bool,
}

#[derive(Serialize)]
struct Outlet<'a> {
    name: &'a str,
    schema: SchemaIdentity,
    keyed: bool,
    topic: String,
}

/// A parameter as the streamlet declares it, with what the blueprint sets.
#[derive(Serialize)]
struct Parameter<'a> {
    #[serde(flatten)]
    declared: &'a ConfigParameter<'a>,
    value: Option<&'a str>,
}

#[derive(Serialize)]
struct ServerPort {
    protocol: &'static str,
    port: u16,
}

#[derive(Serialize)]
struct Connection {
    from: String,
    to: String,
}

/// A schema in full; ports and topics name it by its fingerprint.
#[derive(Serialize)]
struct SchemaDefinition<'a> {
    #[serde(flatten)]
    identity: SchemaIdentity,
    schema: &'a Schema<'a>,
}

pub(super) fn describe(blueprint: &Blueprint<'_>, output: &mut dyn Write) -> Result<(), Failure> {
    let topology = Topology::new(blueprint);
    let connections = blueprint.connections.iter().map(|connection| Connection {
        from: blueprint.port_name(&connection.from),
        to: blueprint.port_name(&connection.to),
    });
    let streamlets = blueprint.instances.iter().enumerate();
    let document = Document {
        name: blueprint.name,
        description: blueprint.description,
        streamlets: streamlets.map(|(index, one)| streamlet(&topology, index, one)).collect(),
        connections: connections.collect(),
        topics: TopicList::new(blueprint).topics,
        schemas: schemas(blueprint),
    };
    serde_json::to_writer_pretty(&mut *output, &document)?;
    writeln!(output)?;
    Ok(())
}

fn streamlet<'a>(topology: &Topology<'_>, instance: usize, used: &Instance<'a>) -> Described<'a> {
    let declared = used.streamlet;
    let topic = |port| {
        topology
            .topic(PortRef { instance, port })
            .map(|topic| topic.name.clone())
            .unwrap_or_default()
    };
    Described {
        name: used.name,
        streamlet: declared.name,
        description: declared.description,
        replicas: used.replicas,
        resources: used.resources,
        group: (!declared.inlets.is_empty()).then(|| topology.group(instance)),
        co_partitioned: declared.co_partitioned(),
        inlets: (declared.inlets.iter())
            .map(|inlet| Inlet {
                name: inlet.name,
                schema: SchemaIdentity::new(inlet.schema),
                topic: topic(inlet.name),
                tombstones: inlet.tombstones,
            })
            .collect(),
        outlets: (declared.outlets.iter())
            .map(|outlet| Outlet {
                name: outlet.name,
                schema: SchemaIdentity::new(outlet.schema),
                keyed: outlet.key.is_some(),
                topic: topic(outlet.name),
            })
            .collect(),
        config: (declared.config.iter())
            .map(|parameter| Parameter {
                declared: parameter,
                value: (used.config.iter())
                    .find(|setting| setting.key == parameter.key)
                    .map(|setting| setting.value),
            })
            .collect(),
        volumes: declared.volumes,
        server: (declared.server)
            .map(|server| ServerPort { protocol: server.protocol, port: Server::CONTAINER_PORT }),
    }
}

/// Returns each schema once, by name.
fn schemas<'a>(blueprint: &Blueprint<'a>) -> Vec<SchemaDefinition<'a>> {
    let mut schemas: BTreeMap<SchemaIdentity, &'a Schema<'a>> = BTreeMap::new();
    for streamlet in blueprint.instances.iter().map(|instance| instance.streamlet) {
        let inlets = streamlet.inlets.iter().map(|inlet| inlet.schema);
        let outlets = streamlet.outlets.iter().map(|outlet| outlet.schema);
        for schema in inlets.chain(outlets) {
            schemas.entry(SchemaIdentity::new(schema)).or_insert(schema);
        }
    }
    schemas.into_iter().map(|(identity, schema)| SchemaDefinition { identity, schema }).collect()
}
