//! A bound on how slow decoding may be: a direct codec that is no faster than building a value
//! of the reference first would have no reason to be.

use std::hint::black_box;
use std::time::{Duration, Instant};

use cloudflow_runtime::avro::decode_datum;
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

#[test]
fn decoding_is_not_slower_than_the_reference() {
    let schema = reference_schema::<Scalars>();
    let record = Scalars::any().new_tree(&mut TestRunner::deterministic()).unwrap().current();
    let mut bytes = Vec::new();
    cloudflow_runtime::avro::AvroType::encode(&record, &mut bytes);
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
