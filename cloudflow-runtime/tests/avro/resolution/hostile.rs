//! Bytes that nobody vouches for, read by a plan.

use cloudflow_runtime::avro::{AvroRecord, AvroType, Decoder, Fault, MOST_NESTED};
use proptest::prelude::*;

/// Holds itself in a field that the reader moved, so it is passed over before it is read.
mod old {
    use super::*;

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    pub(crate) struct Tree {
        pub children: Vec<Tree>,
        pub gone: Vec<Option<Tree>>,
        pub empty: Vec<Empty>,
        pub value: i32,
        pub name: String,
    }

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    pub(crate) struct Empty {}
}

mod new {
    use super::*;

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    pub(crate) struct Tree {
        pub name: String,
        pub value: f64,
        pub children: Vec<Tree>,
        pub empty: Vec<Empty>,
    }

    #[derive(AvroRecord, Clone, Debug, PartialEq)]
    pub(crate) struct Empty {
        #[avro(default = 1)]
        pub full: i32,
    }
}

fn header() -> Vec<u8> {
    let mut message = vec![0xc3, 0x01];
    message.extend(old::Tree::SCHEMA.fingerprint().to_le_bytes());
    message
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let decoder = Decoder::<new::Tree>::new([old::Tree::SCHEMA]);
        let mut message = header();
        message.extend(bytes);
        let _ = decoder.decode(&message);
    }

    #[test]
    fn a_part_of_a_message_is_an_error(value: i32, name: String, depth in 0_usize..6) {
        let mut tree =
            old::Tree { children: vec![], gone: vec![], empty: vec![], value, name: name.clone() };
        for _ in 0..depth {
            tree = old::Tree {
                children: vec![tree.clone(); 2],
                gone: vec![None, Some(tree)],
                empty: vec![old::Empty {}; 3],
                value,
                name: name.clone(),
            };
        }
        let decoder = Decoder::<new::Tree>::new([old::Tree::SCHEMA]);
        let mut message = header();
        tree.encode(&mut message);
        prop_assert!(decoder.decode(&message).is_ok());
        let end = message.len() - 1;
        for length in [end, end / 2, end / 3] {
            prop_assert!(decoder.decode(&message[..length]).is_err());
        }
    }
}

#[test]
fn depth_and_items_without_content_are_bounded() {
    let decoder = Decoder::<new::Tree>::new([old::Tree::SCHEMA]);
    let mut message = header();
    message.extend([2].repeat(MOST_NESTED + 1));
    let error = decoder.decode(&message).unwrap_err().to_string();
    assert!(error.contains(&Fault::TooDeep.to_string()), "{error}");
    let mut message = header();
    // No children, none gone, and 2^34 records without fields.
    message.extend([0, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]);
    let error = decoder.decode(&message).unwrap_err().to_string();
    assert!(error.contains(&Fault::TooManyEmptyItems.to_string()), "{error}");
}
