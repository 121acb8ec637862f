//! Unions of one version, read as those of another, with the code that the derive writes.

use cloudflow_runtime::avro::{
    AvroRecord, AvroType, Decimal, Decoder, NullLast, encode_single_object,
};

mod old {
    use super::*;

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    pub(crate) struct Reading {
        pub price: Decimal<8, 2>,
        pub values: Vec<Value>,
        pub value: i32,
        pub last: NullLast<f32>,
        pub flag: bool,
    }

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    pub(crate) enum Value {
        Nothing,
        Number(i32),
        Site(Site),
        Text(String),
    }

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    pub(crate) struct Site {
        pub name: String,
    }
}

mod new {
    use super::*;

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    pub(crate) struct Reading {
        pub value: Value,
        pub values: Vec<Value>,
        pub flag: NullLast<bool>,
        pub last: NullLast<f64>,
        pub price: Money,
    }

    /// The branches stand in another order, one is wider, and there is one more.
    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    pub(crate) enum Value {
        Text(String),
        Flag(bool),
        Site(Site),
        Number(f64),
        Nothing,
    }

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    pub(crate) struct Site {
        #[avro(default = 7)]
        pub floor: i64,
        pub name: String,
    }

    #[derive(AvroRecord, Clone, Copy, Debug, PartialEq)]
    #[avro(fixed = 8)]
    pub(crate) struct Money(pub Decimal<8, 2>);
}

#[test]
fn each_branch_finds_its_own() {
    let price: Decimal<8, 2> = "-12.50".parse().unwrap();
    let reading = old::Reading {
        price,
        values: vec![
            old::Value::Nothing,
            old::Value::Number(-3),
            old::Value::Site(old::Site { name: "roof".into() }),
            old::Value::Text("three".into()),
        ],
        value: 4,
        last: NullLast(Some(0.5)),
        flag: true,
    };
    let mut message = Vec::new();
    encode_single_object(&reading, &mut message);
    let decoder = Decoder::<new::Reading>::new([old::Reading::SCHEMA]);
    let expected = new::Reading {
        value: new::Value::Number(4.0),
        values: vec![
            new::Value::Nothing,
            new::Value::Number(-3.0),
            new::Value::Site(new::Site { floor: 7, name: "roof".into() }),
            new::Value::Text("three".into()),
        ],
        flag: NullLast(Some(true)),
        last: NullLast(Some(0.5)),
        price: new::Money(price),
    };
    assert_eq!(decoder.decode(&message), Ok(expected));
}
