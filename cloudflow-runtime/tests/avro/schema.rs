//! The schema that we emit, as other tools see it.

use apache_avro::rabin::Rabin;
use cloudflow_runtime::avro::AvroType;
use serde_json::json;

use crate::records::{Collections, Empty, Pair, Sample, Scalars, State, Tree};
use crate::reference::reference_schema;

/// Compares with the reference, which leaves `{"type":"long"}` of a logical type where the
/// specification and Avro for Java leave `"long"`.
fn agrees<T: Sample>() {
    let theirs = reference_schema::<T>();
    let their_form = theirs.canonical_form();
    let in_specification = their_form
        .replace(r#"{"type":"long"}"#, "\"long\"")
        .replace(r#"{"type":"string"}"#, "\"string\"");
    assert_eq!(in_specification, T::SCHEMA.canonical_form());
    let their_fingerprint = theirs.fingerprint::<Rabin>().bytes;
    assert_eq!(their_fingerprint, T::SCHEMA.fingerprint_of_apache_avro_crate().to_le_bytes());
    if in_specification == their_form {
        assert_eq!(their_fingerprint, T::SCHEMA.fingerprint().to_le_bytes());
    }
}

#[test]
fn canonical_form_and_fingerprint_agree() {
    agrees::<Scalars>();
    agrees::<Collections>();
    agrees::<Tree>();
    agrees::<Pair>();
    agrees::<Empty>();
}

/// Constants, so that the compiler can compare them.
const STATE: u64 = <State as AvroType>::SCHEMA.fingerprint();

#[test]
fn a_fingerprint_is_a_constant() {
    assert_eq!(STATE, State::SCHEMA.fingerprint());
}

#[test]
fn the_whole_schema() {
    assert_eq!(
        serde_json::to_value(Tree::SCHEMA).unwrap(),
        json!({
            "type": "record",
            "name": "com.example.Tree",
            "doc": "A record that holds itself in every way there is.",
            "fields": [
                { "name": "name", "type": "string" },
                { "name": "children", "type": { "type": "array", "items": "com.example.Tree" } },
                { "name": "next", "type": ["null", "com.example.Tree"], "default": null },
                { "name": "by_name", "type": { "type": "map", "values": "com.example.Tree" } },
            ],
        })
    );
    assert_eq!(
        serde_json::to_value(State::SCHEMA).unwrap(),
        json!({
            "type": "enum",
            "name": "com.example.State",
            "symbols": ["OFF", "WARMING_UP", "ON"],
            "default": "WARMING_UP",
        })
    );
}

#[test]
fn documentation_aliases_and_logical_types() {
    /// One measurement.
    ///
    /// In the field,
    /// not in the laboratory.
    #[derive(cloudflow_runtime::avro::AvroRecord, Clone)]
    #[avro(namespace = "com.example", name = "Measurement", alias = "Old", alias = "org.Older")]
    struct Reading {
        /// When it was
        /// taken.
        #[avro(alias = "time", default = 0)]
        taken: cloudflow_runtime::avro::Timestamp,
    }
    assert_eq!(
        serde_json::to_value(Reading::SCHEMA).unwrap(),
        json!({
            "type": "record",
            "name": "com.example.Measurement",
            "doc": "One measurement.\nIn the field, not in the laboratory.",
            "aliases": ["com.example.Old", "org.Older"],
            "fields": [{
                "name": "taken",
                "doc": "When it was taken.",
                "aliases": ["time"],
                "type": { "type": "long", "logicalType": "timestamp-millis" },
                "default": 0,
            }],
        })
    );
    let _ = |reading: Reading| reading.taken;
}
