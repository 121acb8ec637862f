//! Random schemas and random edits: what the rule accepts decodes as the reference decodes it, and
//! what it refuses the reference refuses as well.

mod choices;
mod edit;
mod shape;
mod value;

use apache_avro::Schema as Theirs;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::schema_compatibility::{Compatibility, SchemaCompatibility};
use cloudflow_model::Schema;
use cloudflow_runtime::avro::Program;
use proptest::collection::vec;
use proptest::prelude::*;

use choices::Choices;

use crate::reference::{read, write};

fn theirs(schema: &Schema<'_>) -> Theirs {
    let json = serde_json::to_string(schema).unwrap();
    Theirs::parse_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// Returns what the reference makes of the writer's bytes with both schemas.
fn resolve(writer: &Theirs, reader: &Theirs, mut bytes: &[u8]) -> apache_avro::types::Value {
    let builder = GenericDatumReader::builder(writer).reader_schema(reader);
    builder.build().unwrap().read_value(&mut bytes).unwrap()
}

proptest! {
    #![proptest_config(crate::cases(400))]

    #[test]
    fn what_is_accepted_decodes_as_the_reference_decodes_it(
        schema in vec(any::<u8>(), 0..60),
        edits in vec(any::<u8>(), 0..60),
        value in vec(any::<u8>(), 0..120),
    ) {
        let writer = shape::record(&mut Choices::new(&schema));
        let reader = edit::compatible(&writer, &mut Choices::new(&edits));
        let (ours_writer, ours_reader) = (writer.schema(), reader.schema());
        let program = Program::new(ours_writer, ours_reader);
        prop_assert!(program.is_ok(), "{:?}\n{:?}\n{:?}", program.err(), writer, reader);
        let (writer_schema, reader_schema) = (theirs(ours_writer), theirs(ours_reader));
        let value = value::of(&writer, &mut Choices::new(&value));
        let bytes = write(&writer_schema, value);
        let mut rewritten = Vec::new();
        program.unwrap().rewrite(&bytes, &mut rewritten).unwrap();
        prop_assert_eq!(
            read(&reader_schema, &rewritten),
            resolve(&writer_schema, &reader_schema, &bytes),
            "{:?}\n{:?}", writer, reader
        );
    }

    #[test]
    fn the_verdict_is_that_of_the_reference(
        schema in vec(any::<u8>(), 0..60),
        edits in vec(any::<u8>(), 0..60),
    ) {
        let writer = shape::record(&mut Choices::new(&schema));
        let reader = edit::any(&writer, &mut Choices::new(&edits));
        let (ours_writer, ours_reader) = (writer.schema(), reader.schema());
        let verdict = SchemaCompatibility::can_read(&theirs(ours_writer), &theirs(ours_reader));
        let reason = ours_reader.why_not_read(ours_writer).map(|reason| reason.message());
        prop_assert_eq!(
            reason.is_none(),
            matches!(verdict, Ok(Compatibility::Full)),
            "{:?} {:?}\n{:?}\n{:?}", reason, verdict, writer, reader
        );
    }

    /// Random schemas have no logical types, which are all that fingerprints leave out.
    #[test]
    fn schemas_differ_where_their_fingerprints_do(
        schema in vec(any::<u8>(), 0..60),
        edits in vec(any::<u8>(), 0..60),
    ) {
        let writer = shape::record(&mut Choices::new(&schema));
        let reader = edit::any(&writer, &mut Choices::new(&edits));
        let (one, other) = (writer.schema(), reader.schema());
        let is_same = one.fingerprint() == other.fingerprint();
        prop_assert_eq!(one.difference(other).is_none(), is_same, "{:?}\n{:?}", writer, reader);
        prop_assert_eq!(other.difference(one).is_none(), is_same, "{:?}\n{:?}", writer, reader);
    }
}

#[test]
fn the_edits_break_some_and_keep_some() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = (vec(any::<u8>(), 60), vec(any::<u8>(), 60));
    let (mut kept, mut changed) = (0, 0);
    for _ in 0..200 {
        let tree = Strategy::new_tree(&strategy, &mut runner).unwrap();
        let (schema, edits) = proptest::strategy::ValueTree::current(&tree);
        let writer = shape::record(&mut Choices::new(&schema));
        let reader = edit::any(&writer, &mut Choices::new(&edits));
        let (writer, reader) = (writer.schema(), reader.schema());
        kept += usize::from(reader.why_not_read(writer).is_none());
        changed += usize::from(writer.fingerprint() != reader.fingerprint());
    }
    assert!((20..180).contains(&kept), "{kept} of 200 are compatible");
    assert!(changed > 100, "{changed} of 200 are changed");
}
