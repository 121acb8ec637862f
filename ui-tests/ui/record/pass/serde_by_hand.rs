//! With `serde = false` the user's own serde is the JSON form.

use cloudflow_runtime::avro::AvroRecord;
use serde::{Deserialize, Serialize};

#[derive(AvroRecord, Serialize, Deserialize, Clone)]
#[avro(serde = false)]
struct Reading {
    #[serde(rename = "temperature")]
    celsius: f64,
}

pub(crate) fn main() {}
