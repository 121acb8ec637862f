//! The JSON form of records, for HTTP and logs.

use cloudflow_runtime::avro::{AvroRecord, Timestamp};
use proptest::prelude::*;
use serde_json::json;

use crate::records::{Collections, Empty, Pair, Sample, Scalars, State, Tree};

fn survives<T: Sample>() {
    proptest!(crate::cases(64), |(record in T::any())| {
        let text = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), &record);
        // A value is read in the order of its keys, which is another one.
        let value = serde_json::to_value(&record).unwrap();
        prop_assert_eq!(&serde_json::from_value::<T>(value).unwrap(), &record);
    });
}

#[test]
fn every_record_survives() {
    survives::<Scalars>();
    survives::<Collections>();
    survives::<Tree>();
    survives::<Pair>();
    survives::<Empty>();
}

#[derive(AvroRecord, Clone, Debug, PartialEq)]
#[avro(rename_all = "camelCase")]
struct Defaults {
    device_id: i64,
    #[avro(default = "\"unknown\"")]
    site: String,
    #[avro(default = "\"\\u00ff!\"")]
    payload: Vec<u8>,
    #[avro(default = "[1, -2]")]
    floors: Vec<i32>,
    #[avro(default = "{\"a\": 0.5, \"b\": 2}")]
    loads: std::collections::BTreeMap<String, f32>,
    #[avro(default = "\"WARMING_UP\"")]
    state: State,
    #[avro(default = "{\"site\": \"roof\"}")]
    place: Place,
    #[avro(default = 1767225600000)]
    since: Timestamp,
    #[avro(default = "\"00000000-0000-0000-0000-00000000000a\"")]
    id: uuid::Uuid,
    #[avro(default = true, alias = "enabled")]
    is_on: bool,
    #[avro(default = -1.5)]
    offset: f64,
    note: Option<String>,
}

#[derive(AvroRecord, Clone, Debug, PartialEq)]
struct Place {
    site: String,
    #[avro(default = 3)]
    floor: i32,
    room: Option<Box<Place>>,
}

#[test]
fn what_is_missing_takes_its_default() {
    let read: Defaults = serde_json::from_value(json!({ "deviceId": 7 })).unwrap();
    let expected = Defaults {
        device_id: 7,
        site: "unknown".into(),
        payload: vec![0xff, b'!'],
        floors: vec![1, -2],
        loads: [("a".into(), 0.5), ("b".into(), 2.0)].into(),
        state: State::WarmingUp,
        place: Place { site: "roof".into(), floor: 3, room: None },
        since: "2026-01-01T00:00:00Z".parse().unwrap(),
        id: uuid::Uuid::from_u128(10),
        is_on: true,
        offset: -1.5,
        note: None,
    };
    assert_eq!(read, expected);
    let other: Defaults =
        serde_json::from_value(json!({ "enabled": false, "deviceId": 1, "note": null })).unwrap();
    assert!(!other.is_on);
}

#[test]
fn errors_name_the_field() {
    for (text, expected) in [
        ("{}", "missing field `deviceId`"),
        ("{\"deviceId\": 1, \"device_id\": 2}", "unknown field `device_id`, expected one of"),
        ("{\"deviceId\": 1, \"deviceId\": 2}", "duplicate field `deviceId`"),
        ("{\"deviceId\": 1, \"isOn\": true, \"enabled\": true}", "duplicate field `isOn`"),
        ("{\"deviceId\": 1.5}", "expected i64"),
        ("{\"deviceId\": 1, \"state\": \"ON!\"}", "unknown variant `ON!`, expected one of"),
        ("[1]", "expected an object with the fields of `Defaults`"),
    ] {
        let error = serde_json::from_str::<Defaults>(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn symbols_and_logical_types_are_strings() {
    let scalars = json!({
        "isOpen": true, "floor": 1, "count": 2, "load": 0.5, "power": 0.25, "deviceName": "pump",
        "payload": [1, 255], "digest": [2],
        "deviceId": "00000000-0000-0000-0000-00000000000a",
        "measuredAt": "2026-01-01T00:00:00Z", "state": "ON",
    });
    let read: Scalars = serde_json::from_value(scalars.clone()).unwrap();
    assert_eq!(read.state, State::Running);
    assert_eq!(serde_json::to_value(&read).unwrap(), scalars);
}
