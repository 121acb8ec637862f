//! Files that refer to each other.

use cloudflow_runtime::avro::{AvroType, avro_schema};

use super::{has_bytes_of_reference, has_schema_of};

const FILES: &[&str] = &["Customer.avsc", "Line.avsc", "Order.avsc"];

// What a file refers to may stand in a later one.
avro_schema!(
    "tests/avro/schemas/Order.avsc",
    "tests/avro/schemas/Line.avsc",
    "tests/avro/schemas/Customer.avsc",
);

#[test]
fn schemas() {
    has_schema_of::<Customer>(FILES);
    has_schema_of::<Line>(FILES);
    has_schema_of::<Order>(FILES);
    assert_eq!(ComExamplePeopleStatus::SCHEMA.name(), "com.example.people.Status");
    assert_eq!(ComExampleShopStatus::SCHEMA.name(), "com.example.shop.Status");
}

#[test]
fn bytes() {
    let customer = Customer { name: "ada".to_owned(), status: ComExamplePeopleStatus::Gone };
    let line = Line { article: "tea".to_owned(), count: 2, buyer: Some(customer.clone()) };
    has_bytes_of_reference(&[Order {
        id: 7,
        customer,
        lines: vec![line],
        status: ComExamplePeopleStatus::Active,
        shop_status: ComExampleShopStatus::Shipped,
    }]);
}

/// A path with a dot in front starts at the source file.
mod beside {
    use cloudflow_runtime::avro::{AvroType, avro_schema};

    avro_schema!("../schemas/CallRecord.avsc");

    #[test]
    fn the_same_file() {
        super::has_schema_of::<CallRecord>(&["CallRecord.avsc"]);
        assert_eq!(Direction::SCHEMA.name(), "com.example.calls.Direction");
    }
}
