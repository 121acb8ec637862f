//! A bound on how slow decoding may be: a direct codec that is no faster than building a value
//! of the reference first would have no reason to be.

use std::hint::black_box;
use std::time::{Duration, Instant};

use cloudflow_runtime::avro::{
    AvroRecord, AvroType, Decoder, decode_datum, decode_single_object, encode_single_object,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::records::{Sample, Scalars};
use crate::reference::reference_schema;
use apache_avro::reader::datum::GenericDatumReader;

fn fastest(mut run: impl FnMut()) -> Duration {
    let times = (0..5).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

/// Returns the fastest of many short turns of each. They take turns, so that whatever else the machine
/// does slows both.
fn fastest_in_turns(mut one: impl FnMut(), mut other: impl FnMut()) -> (Duration, Duration) {
    let mut times = (Duration::MAX, Duration::MAX);
    for _ in 0..100 {
        let start = Instant::now();
        one();
        let middle = Instant::now();
        other();
        times = (times.0.min(middle - start), times.1.min(middle.elapsed()));
    }
    times
}

#[test]
fn decoding_is_not_slower_than_the_reference() {
    let schema = reference_schema::<Scalars>();
    let record = Scalars::any().new_tree(&mut TestRunner::deterministic()).unwrap().current();
    let mut bytes = Vec::new();
    AvroType::encode(&record, &mut bytes);
    let ours = fastest(|| {
        for _ in 0..2_000 {
            black_box(decode_datum::<Scalars>(black_box(&bytes)).unwrap());
        }
    });
    let reader = GenericDatumReader::builder(&schema).build().unwrap();
    let theirs = fastest(|| {
        for _ in 0..2_000 {
            black_box(reader.read_value(&mut black_box(bytes.as_slice())).unwrap());
        }
    });
    println!("2000 records: ours {ours:?}, reference {theirs:?}");
    // Without optimisation the calls that would be inlined cost as much as the reference's values.
    let bound = if cfg!(debug_assertions) { theirs * 3 } else { theirs };
    assert!(ours < bound, "ours {ours:?}, reference {theirs:?}");
}

/// Twelve fields, as an older release has them.
mod old {
    use super::*;

    #[derive(AvroRecord, Clone)]
    pub(crate) struct Reading {
        pub device: String,
        pub floor: i32,
        pub dropped: String,
        pub count: i64,
        pub power: f64,
        pub load: f32,
        pub site: String,
        pub is_open: bool,
        pub phases: Vec<f64>,
        pub total: i64,
        pub remark: Option<String>,
        pub revision: i32,
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

#[test]
fn resolving_is_hardly_slower_than_reading_ones_own() {
    let mut theirs = Vec::new();
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
    encode_single_object(&reading, &mut theirs);
    let decoder = Decoder::<Reading>::new([old::Reading::SCHEMA]);
    let mut own = Vec::new();
    encode_single_object(&decoder.decode(&theirs).unwrap(), &mut own);
    let (plain, resolved) = fastest_in_turns(
        || {
            for _ in 0..200 {
                black_box(decode_single_object::<Reading>(black_box(&own)).unwrap());
            }
        },
        || {
            for _ in 0..200 {
                black_box(decoder.decode(black_box(&theirs)).unwrap());
            }
        },
    );
    println!("200 records: own schema {plain:?}, resolved {resolved:?}");
    // Without optimisation the calls that would be inlined count for more.
    let bound = if cfg!(debug_assertions) { plain * 2 } else { plain * 3 / 2 };
    assert!(resolved < bound, "own schema {plain:?}, resolved {resolved:?}");
}
