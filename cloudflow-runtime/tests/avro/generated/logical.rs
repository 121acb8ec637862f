//! Every logical type.

use apache_avro::types::Value;
use apache_avro::{Days, Decimal as ReferenceDecimal, Duration, Millis, Months, Schema};
use cloudflow_runtime::avro::{
    AvroType, CalendarDuration, Date, Decimal, Fault, LocalTimestampMicros, LocalTimestampMillis,
    LocalTimestampNanos, TimeMicros, TimeMillis, Timestamp, TimestampMicros, TimestampNanos, Uuid,
    avro_schema, decode_datum,
};
use serde_json::json;

use super::{definitions, has_bytes_of_reference, has_schema_of};
use crate::reference::write;

avro_schema!("tests/avro/schemas/Logical.avsc");
avro_schema!("tests/avro/schemas/Ignored.avsc");

fn sample() -> Logical {
    Logical {
        price: Decimal::from_unscaled(-1_250).unwrap(),
        whole: Decimal::from_unscaled(10_i128.pow(38) - 1).unwrap(),
        amount: Amount(Decimal::from_unscaled(-1).unwrap()),
        id: Uuid::from_u128(0xa),
        binary_id: BinaryId(Uuid::from_u128(u128::MAX - 1)),
        day: Date::from_days(20_541),
        at: TimeMillis::from_milliseconds(49_020_500),
        at_micros: TimeMicros::from_microseconds(1),
        moment: Timestamp::from_millisecond(-1),
        moment_micros: TimestampMicros::from_microsecond(1_000_001),
        moment_nanos: TimestampNanos::from_nanosecond(i64::MIN),
        local: LocalTimestampMillis::from_millisecond(500),
        local_micros: LocalTimestampMicros::from_microsecond(0),
        local_nanos: LocalTimestampNanos::from_nanosecond(i64::MAX),
        term: Term(CalendarDuration { months: 1, days: 2, milliseconds: u32::MAX }),
        either: LogicalEither::Term(Term(CalendarDuration::default())),
    }
}

#[test]
fn schema_and_bytes() {
    has_schema_of::<Logical>(&["Logical.avsc"]);
    has_bytes_of_reference(&[
        sample(),
        Logical { either: LogicalEither::Date(Date::from_days(-1)), ..sample() },
        Logical {
            either: LogicalEither::TimestampMicros(TimestampMicros::from_microsecond(1)),
            price: Decimal::default(),
            ..sample()
        },
        Logical { either: LogicalEither::Null, ..sample() },
    ]);
}

/// The logical types are in the schema as in the file; names may have got their namespaces.
#[test]
fn the_schema_says_what_the_file_says() {
    let ours = serde_json::to_value(Logical::SCHEMA).unwrap();
    let source = definitions(&["Logical.avsc"]).remove(0);
    for (index, field) in source["fields"].as_array().unwrap().iter().enumerate() {
        let ours = &ours["fields"][index];
        assert_eq!(ours["name"], field["name"]);
        assert_eq!(ours["default"], field["default"]);
        for key in ["logicalType", "precision", "size"] {
            assert_eq!(ours["type"][key], field["type"][key], "{key} of {}", field["name"]);
        }
    }
    assert_eq!(ours["fields"][0]["type"]["scale"], 2);
    assert_eq!(
        ours["fields"][15]["type"],
        json!([
            "null",
            { "type": "int", "logicalType": "date" },
            { "type": "long", "logicalType": "timestamp-micros" },
            "com.example.Term",
            "com.example.BinaryId",
        ])
    );
}

/// What the bytes mean to the reference.
#[test]
fn values_of_the_reference() {
    fn check<T: AvroType + PartialEq + std::fmt::Debug>(ours: &T, theirs: Value) {
        let json = serde_json::to_string(T::SCHEMA).unwrap();
        let bytes = write(&Schema::parse_str(&json).unwrap(), theirs);
        let mut our_bytes = Vec::new();
        ours.encode(&mut our_bytes);
        assert_eq!(our_bytes, bytes, "{ours:?}");
        assert_eq!(&decode_datum::<T>(&bytes).unwrap(), ours);
    }
    let sample = sample();
    for unscaled in [0, 1, 127, 128, -128, -129, 255, 32_768] {
        let decimal = Decimal::<8, 2>::from_unscaled(unscaled).unwrap();
        let bytes = i32::try_from(unscaled).unwrap().to_be_bytes();
        // The shortest two's complement, as Avro for Java writes it.
        let skip = (0..3).take_while(|at| {
            let sign = if unscaled < 0 { 0xff } else { 0 };
            bytes[*at] == sign && (bytes[at + 1] ^ sign) & 0x80 == 0
        });
        let shortest = bytes[skip.count()..].to_vec();
        check(&decimal, Value::Decimal(ReferenceDecimal::from(shortest)));
    }
    check(&sample.amount, Value::Decimal(ReferenceDecimal::from(vec![0xff; 12])));
    check(&sample.binary_id, Value::Uuid(sample.binary_id.0));
    check(&sample.day, Value::Date(20_541));
    check(&sample.at, Value::TimeMillis(49_020_500));
    check(&sample.at_micros, Value::TimeMicros(1));
    check(&sample.moment_micros, Value::TimestampMicros(1_000_001));
    check(&sample.moment_nanos, Value::TimestampNanos(i64::MIN));
    check(&sample.local, Value::LocalTimestampMillis(500));
    check(&sample.local_micros, Value::LocalTimestampMicros(0));
    check(&sample.local_nanos, Value::LocalTimestampNanos(i64::MAX));
    let duration = Duration::new(Months::new(1), Days::new(2), Millis::new(u32::MAX));
    check(&sample.term, Value::Duration(duration));
}

#[test]
fn json_is_readable() {
    let value = serde_json::to_value(sample()).unwrap();
    assert_eq!(value["price"], "-12.50");
    assert_eq!(value["amount"], "-0.0001");
    assert_eq!(value["day"], "2026-03-29");
    assert_eq!(value["at"], "13:37:00.5");
    assert_eq!(value["local"], "1970-01-01T00:00:00.5");
    assert_eq!(value["term"], json!({ "months": 1, "days": 2, "milliseconds": u32::MAX }));
    assert_eq!(value["binaryId"], "ffffffff-ffff-ffff-ffff-fffffffffffe");
    assert_eq!(
        value["either"],
        json!({ "com.example.Term": { "months": 0, "days": 0, "milliseconds": 0 } })
    );
}

#[test]
fn a_decimal_with_too_many_digits_is_refused() {
    // Three bytes: 0x7f_ffff is 83886.07, and four of them have ten digits.
    assert!(decode_datum::<Decimal<8, 2>>(&[6, 0x7f, 0xff, 0xff]).is_ok());
    let error = decode_datum::<Decimal<8, 2>>(&[8, 0x7f, 0xff, 0xff, 0xff]).unwrap_err();
    let cloudflow_runtime::avro::DecodeError::Value(value) = error else { panic!("{error}") };
    assert_eq!(value.fault(), &Fault::DecimalOutOfRange { precision: 8 });
}

/// Unknown logical types, and those on another type than theirs, leave the type below them. Whoever
/// compiles a decimal that is none is told instead: the specification is lenient for readers.
#[test]
fn what_readers_must_ignore() {
    has_schema_of::<Ignored>(&["Ignored.avsc"]);
    let ignored = Ignored {
        unknown: "red".to_owned(),
        wrong_base: "today".to_owned(),
        too_precise: vec![3],
        wrong_size: Eleven([7; 11]),
    };
    has_bytes_of_reference(&[ignored]);
}
