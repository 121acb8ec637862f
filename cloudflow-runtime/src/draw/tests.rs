//! Pictures as a person judges them: the expected ones are files beside this one. Set
//! `UPDATE_GOLDEN=1` to write them anew, then look at them.

use std::fs;
use std::path::Path;

use cloudflow_model::schema::{Record, Schema};
use cloudflow_model::{
    Blueprint, Connection, Descriptor, Inlet, Instance, Locks, Outlet, Partitioning, PortRef,
    Resources, Topic,
};

use super::{ascii, dot, mermaid};

/// A blueprint that is written as text: `ingress:HttpIngress` are instances, `a.out>b.in` connections.
///
/// It lives until the process ends, as the blueprints of real applications do.
fn blueprint(instances: &str, connections: &str, topics: &[(&str, &str)]) -> Blueprint<'static> {
    let names: Vec<(&str, &str)> = instances
        .split_whitespace()
        .map(|text| text.split_once(':').unwrap_or((text, text)))
        .collect();
    let index = |name: &str| names.iter().position(|(other, _)| *other == name).unwrap();
    let port = |text: &str| {
        let (instance, port) = text.split_once('.').unwrap();
        PortRef { instance: index(instance), port: port.to_owned().leak() }
    };
    // `validate.valid/Metric` gives the outlet its record type.
    let split = |text: &'static str| text.split_once('/').unwrap_or((text, "Record"));
    let mut outlets: Vec<(PortRef<'static>, &'static str)> = Vec::new();
    let mut inlets: Vec<PortRef<'static>> = Vec::new();
    let mut flows = Vec::new();
    for connection in connections.to_owned().leak().split_whitespace() {
        let (from, to) = connection.split_once('>').unwrap_or((connection, ""));
        let (from, record) = split(from);
        let from = (!from.is_empty()).then(|| port(from));
        let to = (!to.is_empty()).then(|| port(to));
        if let Some(from) = from.filter(|from| outlets.iter().all(|(known, _)| known != from)) {
            outlets.push((from, record));
        }
        inlets.extend(to.filter(|to| !inlets.contains(to)));
        flows.extend(from.zip(to).map(|(from, to)| Connection { from, to }));
    }
    let instances =
        names.iter().enumerate().map(|(at, (name, streamlet))| {
            let schema = |name: &'static str| -> &'static Schema<'static> {
                let record = Record { name, doc: "", aliases: &[], fields: &[] };
                Box::leak(Box::new(Schema::Record(Box::leak(Box::new(record)))))
            };
            let outlets =
                outlets.iter().filter(|(port, _)| port.instance == at).map(|(port, record)| {
                    Outlet { name: port.port, schema: schema(record), key: None, is_keyless: false }
                });
            let inlets = inlets.iter().filter(|port| port.instance == at);
            let inlets = inlets.map(|port| Inlet {
                name: port.port,
                schema: schema("Record"),
                tombstones: false,
            });
            let descriptor = Descriptor {
                name: (*streamlet).to_owned().leak(),
                description: "",
                inlets: inlets.collect::<Vec<_>>().leak(),
                outlets: outlets.collect::<Vec<_>>().leak(),
                config: &[],
                volumes: &[],
                server: None,
                partitioning: Partitioning::Unsaid,
            };
            Instance {
                name: (*name).to_owned().leak(),
                streamlet: Box::leak(Box::new(descriptor)),
                replicas: 1 + u32::from(*name == "valid_log"),
                resources: Resources::DEFAULT,
                config: &[],
            }
        });
    let topics = topics.iter().map(|(at, name)| Topic {
        port: port(at),
        name: Some((*name).to_owned().leak()),
        partitions: None,
        replicas: None,
        managed: true,
        settings: &[],
    });
    Blueprint {
        name: "test",
        description: "",
        instances: instances.collect::<Vec<_>>().leak(),
        connections: flows.leak(),
        topics: topics.collect::<Vec<_>>().leak(),
        locks: Locks::NONE,
    }
}

const SENSOR_DATA: &str = "ingress:HttpIngress<SensorData> files:FileIngress<SensorData> \
    metrics:to_metrics validate valid_log:LogEgress<Metric> rejects:FileEgress<InvalidMetric>";
const SENSOR_FLOWS: &str = "ingress.out/SensorData>metrics.data files.out/SensorData>metrics.data \
    metrics.out/Metric>validate.metric validate.valid/Metric>valid_log.in \
    validate.invalid/InvalidMetric>rejects.in";

fn sensor_data() -> Blueprint<'static> {
    blueprint(SENSOR_DATA, SENSOR_FLOWS, &[])
}

#[track_caller]
fn golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/draw/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    assert_eq!(actual, expected, "{name} differs:\n{actual}");
}

#[test]
fn an_empty_blueprint() {
    let empty = blueprint("", "", &[]);
    assert_eq!(ascii(&empty), "");
    assert_eq!(mermaid(&empty), "flowchart TD\n");
    assert!(dot(&empty).starts_with("digraph \"test\" {\n"));
}

#[test]
fn the_example_in_three_languages() {
    golden("sensor_data.txt", &ascii(&sensor_data()));
    golden("sensor_data.mmd", &mermaid(&sensor_data()));
    golden("sensor_data.dot", &dot(&sensor_data()));
}

#[test]
fn fan_out_and_lines_that_pass_a_layer() {
    let text = ascii(&blueprint(
        "orders:OrderIngress split enrich audit:AuditLog join invoice",
        "orders.out/Order>split.order split.all/Order>enrich.order split.all/Order>audit.in \
         split.raw/Payment>join.payments enrich.out/Customer>join.customers join.out/Invoice>invoice.in",
        &[],
    ));
    golden("fan_out.txt", &text);
}

#[test]
fn lines_that_cross() {
    let text = ascii(&blueprint(
        "left right one two three",
        "left.a/A>one.x left.b/B>three.x right.a/C>two.x right.b/D>one.y left.c/E>two.y",
        &[],
    ));
    golden("crossing.txt", &text);
}

#[test]
fn cycles_and_self_loops_are_told_in_words() {
    let text = ascii(&blueprint(
        "source merge work again sink",
        "source.out/Job>merge.fresh merge.out/Job>work.job work.done/Result>sink.in \
         work.failed/Job>again.job again.out/Job>merge.late again.count/Count>again.counted",
        &[],
    ));
    golden("cycle.txt", &text);
}

#[test]
fn topics_of_the_world_outside_and_several_components() {
    let text = ascii(&blueprint(
        "convert tail:LogEgress<Line> beat:Heartbeat",
        ">convert.reading convert.out/Metric> beat.out/Line>tail.in",
        &[("convert.reading", "weather.readings"), ("convert.out", "metrics")],
    ));
    golden("outside.txt", &text);
}

#[test]
fn a_picture_that_is_too_wide_is_listed() {
    let names: Vec<String> =
        (0..30).map(|at| format!("a_streamlet_with_a_long_name_{at}")).collect();
    let flows: Vec<String> =
        (1..30).map(|at| format!("{}.out/Metric>{}.in", names[(at - 1) / 3], names[at])).collect();
    let text = ascii(&blueprint(&names.join(" "), &flows.join(" "), &[]));
    golden("wide.txt", &text);
}

#[test]
fn a_chain_of_thirty_is_drawn() {
    let names: Vec<String> = (0..30).map(|at| format!("step_{at}")).collect();
    let flows: Vec<String> =
        (1..30).map(|at| format!("{}.out/Metric>{}.in", names[at - 1], names[at])).collect();
    let text = ascii(&blueprint(&names.join(" "), &flows.join(" "), &[]));
    assert_eq!(text.matches('┌').count(), 30);
    assert_eq!(text.matches('▼').count(), 29);
}

#[test]
fn names_are_escaped() {
    let odd = blueprint("a:A<\"x\"&`#\\> b", "a.out/T\"\\>b.in", &[]);
    golden("escaped.mmd", &mermaid(&odd));
    golden("escaped.dot", &dot(&odd));
}

/// Every graph of four nodes with one outlet and one inlet each: whatever the lines are, there is a
/// picture with every name, and no line of it is wider than a terminal.
#[test]
fn every_small_graph_has_a_picture() {
    let pairs: Vec<(usize, usize)> =
        (0..4).flat_map(|from| (0..4).map(move |to| (from, to))).collect();
    for set in 0..1_u32 << pairs.len() {
        // A sixteenth of all sets is enough, and quick.
        if set % 16 != 5 {
            continue;
        }
        let chosen = pairs.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
        let flows: Vec<String> =
            chosen.map(|(_, (from, to))| format!("n{from}.o{to}/T>n{to}.i{from}")).collect();
        let text = ascii(&blueprint("n0 n1 n2 n3", &flows.join(" "), &[]));
        for name in ["n0", "n1", "n2", "n3"] {
            assert!(text.contains(name), "{flows:?}\n{text}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{flows:?}\n{text}");
    }
}
