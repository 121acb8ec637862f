//! Every type, every name, every default.

use std::collections::BTreeMap;

use apache_avro::Schema;
use cloudflow_runtime::avro::{AvroType, NullLast, avro_schema};
use serde_json::json;

use super::{definitions, has_bytes_of_reference, has_schema_of};
use crate::reference::write;

avro_schema!("tests/avro/schemas/Everything.avsc");

fn sample() -> EverythingThereIs {
    EverythingThereIs {
        nothing: (),
        is_open: false,
        count: i32::MIN,
        total: i64::MAX,
        ratio: 0.5,
        precise: -0.1,
        raw: vec![0, 255],
        text: "é€𝄞".to_owned(),
        r#type: "keyword".to_owned(),
        self_: 1,
        device_id: "camel".to_owned(),
        device_id_2: "snake".to_owned(),
        list: vec![1, -2],
        table: BTreeMap::from([("a".to_owned(), vec![0.5])]),
        maybe: Some(5),
        maybe_five: None,
        maybe_nothing: NullLast(Some("here".to_owned())),
        any_of: EverythingThereIsAnyOf::Bytes(vec![0, 255]),
        maybe_last: NullLast(Some("x".to_owned())),
        choice: EverythingThereIsChoice::Long(-1),
        choices: vec![
            EverythingThereIsChoicesItem::Int(1),
            EverythingThereIsChoicesItem::String("one".to_owned()),
            EverythingThereIsChoicesItem::Colour(Colour::DarkRed),
            EverythingThereIsChoicesItem::Digest(Digest(*b"1234")),
        ],
        // One entry each: the reference writes the entries of a map in any order.
        by_name: BTreeMap::from([(
            "map".to_owned(),
            EverythingThereIsByNameValue::Map(BTreeMap::from([("a".to_owned(), vec![1, 2])])),
        )]),
        colour: Colour::Self_,
        digest: Digest([0, 1, 254, 255]),
        place: Place { site: "roof".to_owned(), floor: -1, colour: Some(Colour::Blue) },
        others: vec![Place { site: String::new(), floor: 0, colour: None }],
    }
}

#[test]
fn schema_and_bytes() {
    has_schema_of::<EverythingThereIs>(&["Everything.avsc"]);
    has_bytes_of_reference(&[
        sample(),
        EverythingThereIs {
            maybe: None,
            maybe_last: NullLast(None),
            choice: EverythingThereIsChoice::Null,
            by_name: BTreeMap::from([("none".to_owned(), EverythingThereIsByNameValue::Null)]),
            ..sample()
        },
        EverythingThereIs {
            choice: EverythingThereIsChoice::Array(vec!["a".to_owned()]),
            ..sample()
        },
    ]);
}

/// Also what the canonical form leaves out is as in the file.
#[test]
fn documentation_aliases_and_defaults() {
    let ours = serde_json::to_value(EverythingThereIs::SCHEMA).unwrap();
    let source = definitions(&["Everything.avsc"]).remove(0);
    assert_eq!(ours["doc"], source["doc"]);
    assert_eq!(ours["aliases"], json!(["com.example.AllOfIt", "org.example.All"]));
    for (ours, source) in
        ours["fields"].as_array().unwrap().iter().zip(source["fields"].as_array().unwrap())
    {
        for key in ["name", "doc", "aliases", "default"] {
            assert_eq!(ours.get(key), source.get(key), "{key} of {}", source["name"]);
        }
    }
}

#[test]
fn defaults_fill_what_json_lacks() {
    let mut value = serde_json::to_value(sample()).unwrap();
    let fields = value.as_object_mut().unwrap();
    for key in [
        "total",
        "raw",
        "maybeLast",
        "choice",
        "colour",
        "digest",
        "place",
        "others",
        "maybeFive",
        "maybeNothing",
        "anyOf",
    ] {
        fields.remove(key).unwrap();
    }
    let read: EverythingThereIs = serde_json::from_value(value.clone()).unwrap();
    let expected = EverythingThereIs {
        total: 9_007_199_254_740_993,
        maybe_last: NullLast(Some("here".to_owned())),
        // Also a default that is no value of the first branch.
        maybe_five: Some(5),
        maybe_nothing: NullLast(None),
        any_of: EverythingThereIsAnyOf::Array(vec![Some(1), None]),
        choice: EverythingThereIsChoice::Null,
        colour: Colour::Blue,
        digest: Digest(*b"abc\xff"),
        place: Place { site: "roof".to_owned(), floor: 1, colour: None },
        others: Vec::new(),
        ..sample()
    };
    assert_eq!(read, expected);
    // The file gives no default for this one, also not `null`.
    value.as_object_mut().unwrap().remove("maybe");
    let error = serde_json::from_value::<EverythingThereIs>(value).unwrap_err();
    assert_eq!(error.to_string(), "missing field `maybe`");
}

/// A union other than an option is an object with the name of the branch, as in Avro's own JSON.
#[test]
fn json_of_unions() {
    let value = serde_json::to_value(sample()).unwrap();
    assert_eq!(value["choice"], json!({ "long": -1 }));
    assert_eq!(value["maybeLast"], json!("x"));
    assert_eq!(
        value["choices"],
        json!([
            { "int": 1 },
            { "string": "one" },
            { "com.example.Colour": "DARK_RED" },
            { "com.example.Digest": [49, 50, 51, 52] },
        ])
    );
    for (choice, expected) in [
        ("{\"int\": 1}", "the union has no branch `int`"),
        ("1", "expected an object with the name of one branch of the union: `null` `string`"),
        ("{}", "invalid length 0"),
        ("{\"long\": 1, \"string\": \"a\"}", "invalid length 2"),
        ("{\"long\": \"a\"}", "expected i64"),
    ] {
        let error = serde_json::from_str::<EverythingThereIsChoice>(choice).unwrap_err();
        assert!(error.to_string().contains(expected), "{choice}: {error}");
    }
}

#[test]
fn fixed_in_json_has_its_length() {
    assert_eq!(serde_json::from_str::<Digest>("[1, 2, 3, 255]").unwrap(), Digest([1, 2, 3, 255]));
    for bad in ["[1, 2, 3]", "[1, 2, 3, 4, 5]", "[1, 2, 3, 256]", "1", "null"] {
        assert!(serde_json::from_str::<Digest>(bad).is_err(), "{bad}");
    }
}

/// The reference writes a fixed and a union from values that are made by hand.
#[test]
fn values_made_by_hand() {
    use apache_avro::types::Value;
    let schema = Schema::parse_str(&serde_json::to_string(Digest::SCHEMA).unwrap()).unwrap();
    let mut ours = Vec::new();
    Digest(*b"abcd").encode(&mut ours);
    assert_eq!(write(&schema, Value::Fixed(4, b"abcd".to_vec())), ours);
    let json = serde_json::to_string(EverythingThereIsChoice::SCHEMA).unwrap();
    let schema = Schema::parse_str(&json).unwrap();
    let mut ours = Vec::new();
    EverythingThereIsChoice::String("a".to_owned()).encode(&mut ours);
    assert_eq!(write(&schema, Value::Union(1, Box::new(Value::String("a".into())))), ours);
}
