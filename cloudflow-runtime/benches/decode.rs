//! Decoding, in ratios: `cargo bench -p cloudflow-runtime --bench decode`.
//!
//! Own schema against the values of the apache-avro crate, and another version of the schema against
//! one's own. The two of a pair take turns, so that whatever else the machine does slows both.

#![expect(clippy::print_stdout, reason = "figures are what a benchmark is for")]
#![expect(clippy::unwrap_used, reason = "what is decoded here was encoded here")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use apache_avro::reader::datum::GenericDatumReader;
use cloudflow_runtime::avro::{
    AvroRecord, AvroType, Decoder, decode_datum, decode_single_object, encode_single_object,
};

const TURNS: usize = 2_000;
const RECORDS: usize = 200;

/// Twelve fields, as an older release has them.
mod old {
    use super::AvroRecord;

    #[derive(AvroRecord, Clone)]
    pub(crate) struct Reading {
        pub(crate) device: String,
        pub(crate) floor: i32,
        pub(crate) dropped: String,
        pub(crate) count: i64,
        pub(crate) power: f64,
        pub(crate) load: f32,
        pub(crate) site: String,
        pub(crate) is_open: bool,
        pub(crate) phases: Vec<f64>,
        pub(crate) total: i64,
        pub(crate) remark: Option<String>,
        pub(crate) revision: i32,
    }
}

/// The same with a field less and one more, two wider ones and one that moved.
#[derive(AvroRecord, Clone)]
struct Reading {
    device: String,
    floor: i64,
    #[avro(default = "\"unknown\"")]
    region: String,
    count: i64,
    power: f64,
    load: f64,
    is_open: bool,
    phases: Vec<f64>,
    site: String,
    total: i64,
    remark: Option<String>,
    revision: i32,
}

fn main() {
    // `cargo test --benches` runs benchmarks as tests; this one measures or does nothing.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let reading = old::Reading {
        device: "turbine-17".into(),
        floor: 3,
        dropped: "north".into(),
        count: 1 << 40,
        power: 2_750.5,
        load: 0.75,
        site: "offshore".into(),
        is_open: true,
        phases: vec![1.0, 2.0, 3.0],
        total: -12,
        remark: Some("none".into()),
        revision: 9,
    };
    let decoder = Decoder::<Reading>::new([old::Reading::SCHEMA]);
    let (mut theirs, mut own, mut datum) = (Vec::new(), Vec::new(), Vec::new());
    encode_single_object(&reading, &mut theirs);
    let read = decoder.decode(&theirs).unwrap();
    encode_single_object(&read, &mut own);
    read.encode(&mut datum);

    let json = serde_json::to_string(Reading::SCHEMA).unwrap();
    let schema = apache_avro::Schema::parse_str(&json).unwrap();
    let reader = GenericDatumReader::builder(&schema).build().unwrap();
    compare(
        "own schema / value of apache-avro",
        || drop(black_box(decode_datum::<Reading>(black_box(&datum)).unwrap())),
        || drop(black_box(reader.read_value(&mut black_box(datum.as_slice())).unwrap())),
    );
    compare(
        "another version / own schema",
        || drop(black_box(decoder.decode(black_box(&theirs)).unwrap())),
        || drop(black_box(decode_single_object::<Reading>(black_box(&own)).unwrap())),
    );
}

/// Prints the ratio of the fastest turns of both.
fn compare(what: &str, mut one: impl FnMut(), mut other: impl FnMut()) {
    let mut fastest = (Duration::MAX, Duration::MAX);
    for _ in 0..TURNS {
        let start = Instant::now();
        (0..RECORDS).for_each(|_| one());
        let middle = Instant::now();
        (0..RECORDS).for_each(|_| other());
        fastest = (fastest.0.min(middle - start), fastest.1.min(middle.elapsed()));
    }
    let ratio = fastest.0.as_secs_f64() / fastest.1.as_secs_f64();
    println!("{ratio:>6.2} {what} ({:?} / {:?} for {RECORDS} records)", fastest.0, fastest.1);
}
