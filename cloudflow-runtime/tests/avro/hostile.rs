//! Bytes that no writer of ours wrote: every input ends in a value or an error, soon.

use cloudflow_runtime::avro::{
    AvroRecord, AvroType, DecodeError, Fault, MOST_NESTED, decode_datum, decode_single_object,
    encode_single_object, write_long,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::records::{Empty, Sample, Scalars};

fn fault<T: std::fmt::Debug>(result: Result<T, DecodeError>) -> Fault {
    match result {
        Err(DecodeError::Value(value)) => value.fault().clone(),
        other => panic!("a wrong value was expected and not {other:?}"),
    }
}

fn any_bytes_are_survived<T: Sample>() {
    proptest!(|(bytes in vec(any::<u8>(), 0..200))| {
        // What decodes is a value like any other: it can be written and read again.
        if let Ok(record) = decode_datum::<T>(&bytes) {
            let mut again = Vec::new();
            record.encode(&mut again);
            prop_assert!(decode_datum::<T>(&again).is_ok());
        }
        let mut message = Vec::new();
        message.extend([0xc3, 0x01]);
        message.extend(T::SCHEMA.fingerprint().to_le_bytes());
        message.extend(&bytes);
        prop_assert_eq!(decode_datum::<T>(&bytes).is_ok(), decode_single_object::<T>(&message).is_ok());
    });
}

fn changes_are_survived<T: Sample>() {
    proptest!(|(record in T::any(), changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4))| {
        let mut message = Vec::new();
        encode_single_object(&record, &mut message);
        for (index, byte) in changes {
            let index = index.index(message.len());
            message[index] = byte;
        }
        let _ = decode_single_object::<T>(&message);
    });
}

fn no_prefix_is_a_message<T: Sample>() {
    proptest!(crate::cases(64), |(record in T::any())| {
        let mut message = Vec::new();
        encode_single_object(&record, &mut message);
        for length in 0..message.len() {
            prop_assert!(decode_single_object::<T>(&message[..length]).is_err(), "{}", length);
        }
        message.push(0);
        let expected = DecodeError::TrailingBytes { record: T::SCHEMA.name(), count: 1 };
        prop_assert_eq!(decode_single_object::<T>(&message), Err(expected));
    });
}

fn check<T: Sample>() {
    any_bytes_are_survived::<T>();
    changes_are_survived::<T>();
    no_prefix_is_a_message::<T>();
}

for_each_sample!(check);

/// Lists whose announced length is not backed by bytes.
#[test]
fn a_length_alone_reserves_nothing() {
    let mut immense = Vec::new();
    write_long(i64::MAX, &mut immense);
    assert!(matches!(fault(decode_datum::<Vec<Scalars>>(&immense)), Fault::EndOfInput { .. }));
    assert!(matches!(fault(decode_datum::<Vec<u8>>(&immense)), Fault::EndOfInput { .. }));
    assert_eq!(fault(decode_datum::<Vec<Empty>>(&immense)), Fault::TooManyEmptyItems);
    let mut nested = Vec::new();
    for _ in 0..1_000 {
        write_long(i64::MAX, &mut nested);
    }
    assert!(decode_datum::<Vec<Vec<Vec<Empty>>>>(&nested).is_err());
    let mut smallest = Vec::new();
    write_long(i64::MIN, &mut smallest);
    write_long(0, &mut smallest);
    assert_eq!(fault(decode_datum::<Vec<Empty>>(&smallest)), Fault::TooManyEmptyItems);
}

#[derive(AvroRecord, Clone, Debug, PartialEq)]
struct Link {
    next: Option<Box<Link>>,
}

fn chain(length: usize) -> Vec<u8> {
    let mut bytes = vec![2; length - 1];
    bytes.push(0);
    bytes
}

#[test]
fn depth_is_bounded() {
    assert!(decode_datum::<Link>(&chain(MOST_NESTED)).is_ok());
    assert_eq!(fault(decode_datum::<Link>(&chain(MOST_NESTED + 1))), Fault::TooDeep);
    assert_eq!(fault(decode_datum::<Link>(&chain(1_000_000))), Fault::TooDeep);
}

#[test]
fn headers() {
    let mut message = Vec::new();
    encode_single_object(&Empty {}, &mut message);
    let record = "Scalars";
    let other = decode_single_object::<Scalars>(&message).unwrap_err();
    assert_eq!(
        other,
        DecodeError::UnknownWriter {
            record: "com.example.Scalars",
            found: Empty::SCHEMA.fingerprint(),
            expected: Scalars::SCHEMA.fingerprint(),
        }
    );
    assert!(other.to_string().contains(&format!("{:016x}", Empty::SCHEMA.fingerprint())));
    assert!(other.to_string().contains(record));
    assert_eq!(
        decode_single_object::<Empty>(b"{\"device\": 1}"),
        Err(DecodeError::WrongMarker { record: "Empty", found: *b"{\"" })
    );
    assert_eq!(
        decode_single_object::<Empty>(&message[..9]),
        Err(DecodeError::TooShort { record: "Empty", length: 9 })
    );
}

#[derive(AvroRecord, Clone, Debug)]
struct Site {
    devices: Vec<Device>,
}

#[derive(AvroRecord, Clone, Debug)]
struct Device {
    is_on: bool,
    tags: std::collections::BTreeMap<String, String>,
}

#[test]
fn an_error_says_where() {
    // Two devices; the second has a tag `a` that is not UTF-8.
    let bytes = [4, 1, 0, 0, 2, 2, b'a', 2, 0xff, 0, 0];
    let error = decode_datum::<Site>(&bytes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot decode `Site`: `devices[1].tags[\"a\"]`: a `string` is not UTF-8 (at byte 7)"
    );
    let DecodeError::Value(value) = error else { panic!("{error}") };
    assert_eq!((value.path(), value.offset()), ("devices[1].tags[\"a\"]", 7));
}
