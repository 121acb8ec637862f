//! Generated types read what other versions of them wrote.

use cloudflow_runtime::avro::{
    AvroType, Date, Decimal, Decoder, NullLast, avro_schema, encode_single_object,
};

avro_schema!("tests/avro/schemas/Meter.avsc");

mod old {
    use cloudflow_runtime::avro::{AvroRecord, Decimal};

    #[derive(AvroRecord, Clone)]
    #[avro(namespace = "com.example")]
    pub(crate) struct Meter {
        pub(crate) value: i32,
        pub(crate) site: Option<String>,
        pub(crate) price: Decimal<8, 2>,
        pub(crate) day: i32,
        pub(crate) next: Option<Box<Meter>>,
    }
}

fn old(next: Option<old::Meter>) -> old::Meter {
    old::Meter {
        value: 7,
        site: Some("roof".to_owned()),
        price: Decimal::from_unscaled(-5).unwrap(),
        day: 1,
        next: next.map(Box::new),
    }
}

fn new(next: MeterNext) -> Meter {
    Meter {
        value: MeterValue::Long(7),
        site: NullLast(Some("roof".to_owned())),
        price: Decimal::from_unscaled(-5).unwrap(),
        day: Date::from_days(1),
        digest: Digest(*b"none"),
        next,
    }
}

#[test]
fn unions_and_logical_types_are_resolved() {
    let decoder = Decoder::<Meter>::new([old::Meter::SCHEMA]);
    let mut message = Vec::new();
    encode_single_object(&old(Some(old(None))), &mut message);
    let inner = MeterNext::Meter(Box::new(new(MeterNext::Null)));
    assert_eq!(decoder.decode(&message).unwrap(), new(inner));
}
