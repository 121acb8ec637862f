//! The schema that we emit, as other tools see it.

use apache_avro::rabin::Rabin;
use cloudflow_model::schema as model;
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
    #[avro(namespace = "com.example", name = "Measurement", alias = "Of-old", alias = "org.Older")]
    struct Reading {
        /// When it was
        /// taken.
        #[avro(alias = "time", alias = "taken at", default = 0)]
        taken: cloudflow_runtime::avro::Timestamp,
    }
    assert_eq!(
        serde_json::to_value(Reading::SCHEMA).unwrap(),
        json!({
            "type": "record",
            "name": "com.example.Measurement",
            "doc": "One measurement.\nIn the field, not in the laboratory.",
            "aliases": ["com.example.Of-old", "org.Older"],
            "fields": [{
                "name": "taken",
                "doc": "When it was taken.",
                "aliases": ["time", "taken at"],
                "type": { "type": "long", "logicalType": "timestamp-millis" },
                "default": 0,
            }],
        })
    );
    let _ = |reading: Reading| reading.taken;
}

/// Every logical type, on every type that it is allowed on.
const LOGICAL: model::Record<'static> = {
    use cloudflow_model::Schema;
    use cloudflow_model::schema::{Field, Fixed, LogicalType, Record};

    const fn field(name: &'static str, schema: &'static Schema<'static>) -> Field<'static> {
        Field { name, doc: "", aliases: &[], schema, default: None }
    }
    const fn fixed(name: &'static str, size: usize) -> Fixed<'static> {
        Fixed { name, aliases: &[], size }
    }
    const MONEY: &Schema<'static> = &Schema::Logical(
        LogicalType::Decimal { precision: 9, scale: 2 },
        &Schema::Fixed(&fixed("a.Money", 4)),
    );
    Record {
        name: "a.Logical",
        doc: "",
        aliases: &[],
        fields: &[
            field(
                "decimal",
                &Schema::Logical(LogicalType::Decimal { precision: 4, scale: 0 }, &Schema::Bytes),
            ),
            field("fixed_decimal", MONEY),
            field("once_more", MONEY),
            field("uuid", &Schema::Logical(LogicalType::Uuid, &Schema::String)),
            field(
                "fixed_uuid",
                &Schema::Logical(LogicalType::Uuid, &Schema::Fixed(&fixed("a.Id", 16))),
            ),
            field("date", &Schema::Logical(LogicalType::Date, &Schema::Int)),
            field("time_1", &Schema::Logical(LogicalType::TimeMillis, &Schema::Int)),
            field("time_2", &Schema::Logical(LogicalType::TimeMicros, &Schema::Long)),
            field("stamp_1", &Schema::Logical(LogicalType::TimestampMillis, &Schema::Long)),
            field("stamp_2", &Schema::Logical(LogicalType::TimestampMicros, &Schema::Long)),
            field("stamp_3", &Schema::Logical(LogicalType::TimestampNanos, &Schema::Long)),
            field("local_1", &Schema::Logical(LogicalType::LocalTimestampMillis, &Schema::Long)),
            field("local_2", &Schema::Logical(LogicalType::LocalTimestampMicros, &Schema::Long)),
            field("local_3", &Schema::Logical(LogicalType::LocalTimestampNanos, &Schema::Long)),
            field(
                "duration",
                &Schema::Logical(LogicalType::Duration, &Schema::Fixed(&fixed("a.Span", 12))),
            ),
        ],
    }
};

#[test]
fn the_reference_reads_every_logical_type() {
    let ours = cloudflow_model::Schema::Record(&LOGICAL);
    let json = serde_json::to_value(ours).unwrap();
    let theirs = apache_avro::Schema::parse(&json).unwrap();
    let apache_avro::Schema::Record(record) = &theirs else { panic!("{theirs:?}") };
    for (field, ours) in record.fields.iter().zip(LOGICAL.fields) {
        let is_plain = matches!(
            field.schema,
            apache_avro::Schema::Int
                | apache_avro::Schema::Long
                | apache_avro::Schema::Bytes
                | apache_avro::Schema::String
                | apache_avro::Schema::Fixed(_)
        );
        assert!(!is_plain, "{}: {:?}", ours.name, field.schema);
    }
    assert_eq!(
        theirs.fingerprint::<Rabin>().bytes,
        ours.fingerprint_of_apache_avro_crate().to_le_bytes(),
        "{}",
        theirs.canonical_form()
    );
    assert_ne!(ours.fingerprint(), ours.fingerprint_of_apache_avro_crate());
}
