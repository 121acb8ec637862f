//! Types that `avro_schema!` makes: their schemas are those of the files, and their bytes those of the
//! reference.

mod everything;
mod evolved;
mod logical;
mod recursive;
mod several;

use std::fmt::Debug;
use std::path::Path;

use apache_avro::Schema;
use cloudflow_runtime::avro::{AvroRecord, AvroType, decode_datum};
use serde_json::Value;

use crate::reference::{read, write};

/// Returns the definitions in the files.
fn definitions(files: &[&str]) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/avro/schemas");
    let mut definitions = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        match serde_json::from_str(&text).unwrap() {
            Value::Array(all) => definitions.extend(all),
            one => definitions.push(one),
        }
    }
    definitions
}

/// The canonical form of the generated type is that of its definition, which the reference reads.
fn has_schema_of<T: AvroType>(files: &[&str]) {
    let sources: Vec<String> = definitions(files).iter().map(ToString::to_string).collect();
    let schemas = Schema::parse_list(&sources).unwrap();
    let forms: Vec<String> = schemas
        .iter()
        .map(|schema| in_specification(&schema.independent_canonical_form(&schemas).unwrap()))
        .collect();
    let ours = T::SCHEMA.canonical_form();
    assert!(forms.contains(&ours), "{ours}\nis none of\n{}", forms.join("\n"));
}

/// The reference leaves the object of a logical type, and the digits of a decimal, where the
/// specification has the type alone.
fn in_specification(form: &str) -> String {
    let mut form = form.to_owned();
    while let Some(start) = form.find(",\"precision\":") {
        let end = start + form[start..].find('}').unwrap();
        form.replace_range(start..end, "");
    }
    ["int", "long", "bytes", "string"].iter().fold(form, |form, name| {
        form.replace(&format!("{{\"type\":\"{name}\"}}"), &format!("\"{name}\""))
    })
}

/// The reference, with the schema that we emit, reads our bytes and writes them again; and JSON is
/// read as it was written.
fn has_bytes_of_reference<T: AvroRecord + PartialEq + Debug>(records: &[T]) {
    let json = serde_json::to_string(T::SCHEMA).unwrap();
    let schema = Schema::parse_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    for record in records {
        let mut ours = Vec::new();
        record.encode(&mut ours);
        let value = read(&schema, &ours);
        assert_eq!(write(&schema, value), ours, "{record:?}");
        assert_eq!(&decode_datum::<T>(&ours).unwrap(), record);
        let text = serde_json::to_string(record).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), record, "{text}");
    }
}
