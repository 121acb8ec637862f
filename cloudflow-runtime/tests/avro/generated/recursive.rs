//! Records that hold each other, also through unions.

use std::collections::BTreeMap;

use cloudflow_runtime::avro::{AvroType, NullLast, avro_schema};

use super::{has_bytes_of_reference, has_schema_of};

avro_schema!("tests/avro/schemas/Recursive.avsc");

fn leaf(name: &str) -> Node {
    Node {
        name: name.to_owned(),
        edges: Vec::new(),
        parent: NullLast(None),
        by_name: BTreeMap::new(),
    }
}

fn edge(label: EdgeLabel) -> Edge {
    Edge { weight: 0.5, target: Some(leaf("target")), label }
}

fn tree() -> Node {
    Node {
        edges: vec![
            edge(EdgeLabel::String("a".to_owned())),
            edge(EdgeLabel::Node(leaf("b"))),
            edge(EdgeLabel::Edge(Box::new(edge(EdgeLabel::Null)))),
        ],
        parent: NullLast(Some(Box::new(leaf("parent")))),
        by_name: BTreeMap::from([("c".to_owned(), leaf("c"))]),
        ..leaf("root")
    }
}

#[test]
fn schemas() {
    has_schema_of::<Node>(&["Recursive.avsc"]);
    has_schema_of::<Forest>(&["Recursive.avsc"]);
    for schema in [Node::SCHEMA, Edge::SCHEMA, Forest::SCHEMA, EdgeLabel::SCHEMA] {
        assert!(schema.name_problem().is_none());
    }
}

#[test]
fn bytes() {
    has_bytes_of_reference(&[leaf("a"), tree()]);
    has_bytes_of_reference(&[edge(EdgeLabel::Node(tree()))]);
    let list = List { value: 1, next: Some(Box::new(List { value: 2, next: None })) };
    has_bytes_of_reference(&[Forest { first: tree(), second: Some(edge(EdgeLabel::Null)), list }]);
}

#[test]
fn defaults() {
    let json = r#"{ "name": "a", "parent": null, "edges": [{}] }"#;
    let node: Node = serde_json::from_str(json).unwrap();
    let label = EdgeLabel::String("none".to_owned());
    assert_eq!(node.edges, [Edge { weight: 1.0, target: None, label }]);
}
