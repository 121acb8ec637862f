#![deny(warnings, missing_docs, clippy::pedantic)]
//! Schema files of every kind, without a warning.

use cloudflow_runtime::avro::AvroType;
use cloudflow_runtime::avro_schema;

avro_schema!("../../../../cloudflow-runtime/tests/avro/schemas/Everything.avsc");
avro_schema!("../../../../cloudflow-runtime/tests/avro/schemas/Logical.avsc");
avro_schema!("../../../../cloudflow-runtime/tests/avro/schemas/Recursive.avsc");
avro_schema!("./names.avsc", crate = cloudflow_runtime);

const FINGERPRINT: u64 = <Logical as AvroType>::SCHEMA.fingerprint();

pub(crate) fn main() {
    assert_ne!(FINGERPRINT, Vec::SCHEMA.fingerprint());
}
