//! Records of every shape: how to make any value of them, and what the reference calls that value.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use apache_avro::types::Value;
use bytes::Bytes;
use cloudflow_runtime::avro::{AvroRecord, Timestamp};
use proptest::collection::{btree_map, hash_map, vec};
use proptest::num;
use proptest::option;
use proptest::prelude::*;
use uuid::Uuid;

/// A record that the tests can make, and can tell the reference about.
pub(crate) trait Sample: AvroRecord + PartialEq + Debug {
    fn any() -> BoxedStrategy<Self>;
    fn value(&self) -> Value;
}

/// Writes a test for each shape of a record; it calls the function with that type.
macro_rules! for_each_sample {
    ($check:ident) => {
        for_each_sample! {
            $check:
            scalars of Scalars,
            collections of Collections,
            recursion of Tree,
            repeated_names of Pair,
            no_fields of Empty,
        }
    };
    ($check:ident: $($test:ident of $sample:ident,)*) => {
        $(
            #[test]
            fn $test() {
                $check::<crate::records::$sample>();
            }
        )*
    };
}

/// Every type that is not made of others.
#[derive(AvroRecord, Clone, Debug, PartialEq)]
#[avro(namespace = "com.example", rename_all = "camelCase")]
pub(crate) struct Scalars {
    pub is_open: bool,
    pub floor: i32,
    pub count: i64,
    pub load: f32,
    pub power: f64,
    pub device_name: String,
    pub payload: Bytes,
    pub digest: Vec<u8>,
    pub device_id: Uuid,
    pub measured_at: Timestamp,
    pub state: State,
}

#[derive(AvroRecord, Clone, Copy, Debug, PartialEq)]
#[avro(namespace = "com.example", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum State {
    Off,
    #[avro(default)]
    WarmingUp,
    #[avro(rename = "ON")]
    Running,
}

/// Every type that is made of others, also of each other.
#[derive(AvroRecord, Clone, Debug, PartialEq)]
pub(crate) struct Collections {
    pub option: Option<i64>,
    pub option_of_list: Option<Vec<Option<bool>>>,
    pub option_of_record: Option<Scalars>,
    pub list: Vec<i32>,
    pub list_of_lists: Vec<Vec<String>>,
    pub list_of_bytes: Vec<Vec<u8>>,
    pub list_of_records: Vec<Scalars>,
    pub sorted: BTreeMap<String, f64>,
    pub hashed: HashMap<String, Vec<State>>,
    pub boxed: Box<i32>,
    pub empty: Empty,
    pub list_of_empty: Vec<Empty>,
}

#[derive(AvroRecord, Clone, Copy, Debug, PartialEq)]
pub(crate) struct Empty {}

/// A record that holds itself in every way there is.
#[derive(AvroRecord, Clone, Debug, PartialEq)]
#[avro(namespace = "com.example")]
pub(crate) struct Tree {
    pub name: String,
    pub children: Vec<Tree>,
    pub next: Option<Box<Self>>,
    pub by_name: BTreeMap<String, Tree>,
}

/// The same named types at several places.
#[derive(AvroRecord, Clone, Debug, PartialEq)]
#[avro(namespace = "com.example.pairs")]
pub(crate) struct Pair {
    pub left: Scalars,
    pub right: Scalars,
    pub state: State,
    pub tree: Tree,
    pub forest: Vec<Tree>,
}

impl Sample for Scalars {
    fn any() -> BoxedStrategy<Self> {
        let numbers =
            (any::<bool>(), any::<i32>(), any::<i64>(), num::f32::NORMAL, num::f64::NORMAL);
        let texts = (".{0,12}", vec(any::<u8>(), 0..20), vec(any::<u8>(), 0..20));
        (numbers, texts, any::<u128>(), any::<i64>(), State::any())
            .prop_map(|(numbers, texts, id, milliseconds, state)| Self {
                is_open: numbers.0,
                floor: numbers.1,
                count: numbers.2,
                load: numbers.3,
                power: numbers.4,
                device_name: texts.0,
                payload: texts.1.into(),
                digest: texts.2,
                device_id: Uuid::from_u128(id),
                measured_at: Timestamp::from_millisecond(milliseconds),
                state,
            })
            .boxed()
    }

    fn value(&self) -> Value {
        record([
            ("isOpen", Value::Boolean(self.is_open)),
            ("floor", Value::Int(self.floor)),
            ("count", Value::Long(self.count)),
            ("load", Value::Float(self.load)),
            ("power", Value::Double(self.power)),
            ("deviceName", Value::String(self.device_name.clone())),
            ("payload", Value::Bytes(self.payload.to_vec())),
            ("digest", Value::Bytes(self.digest.clone())),
            ("deviceId", Value::Uuid(self.device_id)),
            ("measuredAt", Value::TimestampMillis(self.measured_at.as_millisecond())),
            ("state", self.state.value()),
        ])
    }
}

impl State {
    fn any() -> BoxedStrategy<Self> {
        prop_oneof![Just(Self::Off), Just(Self::WarmingUp), Just(Self::Running)].boxed()
    }

    fn value(self) -> Value {
        let (index, symbol) = match self {
            Self::Off => (0, "OFF"),
            Self::WarmingUp => (1, "WARMING_UP"),
            Self::Running => (2, "ON"),
        };
        Value::Enum(index, symbol.into())
    }
}

impl Sample for Collections {
    fn any() -> BoxedStrategy<Self> {
        let options = (
            option::of(any::<i64>()),
            option::of(vec(option::of(any::<bool>()), 0..4)),
            option::of(Scalars::any()),
        );
        let lists = (
            vec(any::<i32>(), 0..4),
            vec(vec(".{0,4}", 0..3), 0..3),
            vec(vec(any::<u8>(), 0..4), 0..3),
            vec(Scalars::any(), 0..3),
            vec(Just(Empty {}), 0..3),
        );
        let maps = (
            btree_map(".{0,4}", num::f64::NORMAL, 0..4),
            hash_map(".{0,4}", vec(State::any(), 0..3), 0..4),
        );
        (options, lists, maps, any::<i32>())
            .prop_map(|(options, lists, maps, boxed)| Self {
                option: options.0,
                option_of_list: options.1,
                option_of_record: options.2,
                list: lists.0,
                list_of_lists: lists.1,
                list_of_bytes: lists.2,
                list_of_records: lists.3,
                sorted: maps.0,
                hashed: maps.1,
                boxed: Box::new(boxed),
                empty: Empty {},
                list_of_empty: lists.4,
            })
            .boxed()
    }

    fn value(&self) -> Value {
        record([
            ("option", union(self.option.map(Value::Long))),
            (
                "option_of_list",
                union(
                    self.option_of_list
                        .as_ref()
                        .map(|list| array(list.iter().map(|item| union(item.map(Value::Boolean))))),
                ),
            ),
            ("option_of_record", union(self.option_of_record.as_ref().map(Sample::value))),
            ("list", array(self.list.iter().copied().map(Value::Int))),
            (
                "list_of_lists",
                array(
                    self.list_of_lists
                        .iter()
                        .map(|list| array(list.iter().cloned().map(Value::String))),
                ),
            ),
            ("list_of_bytes", array(self.list_of_bytes.iter().cloned().map(Value::Bytes))),
            ("list_of_records", array(self.list_of_records.iter().map(Sample::value))),
            ("sorted", map(self.sorted.iter().map(|(key, value)| (key, Value::Double(*value))))),
            (
                "hashed",
                map(self
                    .hashed
                    .iter()
                    .map(|(key, states)| (key, array(states.iter().map(|state| state.value()))))),
            ),
            ("boxed", Value::Int(*self.boxed)),
            ("empty", record([])),
            ("list_of_empty", array(self.list_of_empty.iter().map(|_| record([])))),
        ])
    }
}

impl Sample for Tree {
    fn any() -> BoxedStrategy<Self> {
        let leaf = ".{0,4}".prop_map(|name| Self {
            name,
            children: Vec::new(),
            next: None,
            by_name: BTreeMap::new(),
        });
        leaf.prop_recursive(5, 24, 3, |tree| {
            (
                ".{0,4}",
                vec(tree.clone(), 0..3),
                option::of(tree.clone().prop_map(Box::new)),
                btree_map(".{0,4}", tree, 0..3),
            )
                .prop_map(|(name, children, next, by_name)| Self {
                    name,
                    children,
                    next,
                    by_name,
                })
        })
        .boxed()
    }

    fn value(&self) -> Value {
        record([
            ("name", Value::String(self.name.clone())),
            ("children", array(self.children.iter().map(Sample::value))),
            ("next", union(self.next.as_ref().map(|next| next.value()))),
            ("by_name", map(self.by_name.iter().map(|(key, tree)| (key, tree.value())))),
        ])
    }
}

impl Sample for Pair {
    fn any() -> BoxedStrategy<Self> {
        (Scalars::any(), Scalars::any(), State::any(), Tree::any(), vec(Tree::any(), 0..2))
            .prop_map(|(left, right, state, tree, forest)| Self {
                left,
                right,
                state,
                tree,
                forest,
            })
            .boxed()
    }

    fn value(&self) -> Value {
        record([
            ("left", self.left.value()),
            ("right", self.right.value()),
            ("state", self.state.value()),
            ("tree", self.tree.value()),
            ("forest", array(self.forest.iter().map(Sample::value))),
        ])
    }
}

impl Sample for Empty {
    fn any() -> BoxedStrategy<Self> {
        Just(Self {}).boxed()
    }

    fn value(&self) -> Value {
        record([])
    }
}

fn record<const COUNT: usize>(fields: [(&str, Value); COUNT]) -> Value {
    Value::Record(fields.map(|(name, value)| (name.to_owned(), value)).into())
}

fn array(items: impl Iterator<Item = Value>) -> Value {
    Value::Array(items.collect())
}

fn map<'a>(entries: impl Iterator<Item = (&'a String, Value)>) -> Value {
    Value::Map(entries.map(|(key, value)| (key.clone(), value)).collect())
}

fn union(value: Option<Value>) -> Value {
    match value {
        None => Value::Union(0, Box::new(Value::Null)),
        Some(value) => Value::Union(1, Box::new(value)),
    }
}

/// Returns whether the reference writes `value` in one order only: it keeps maps unsorted.
pub(crate) fn has_one_order(value: &Value) -> bool {
    match value {
        Value::Map(entries) => entries.len() < 2 && entries.values().all(has_one_order),
        Value::Array(items) => items.iter().all(has_one_order),
        Value::Union(_, inner) => has_one_order(inner),
        Value::Record(fields) => fields.iter().all(|(_, value)| has_one_order(value)),
        _ => true,
    }
}
