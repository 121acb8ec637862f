//! Avro's `union` beyond `Option`: what the derive needs for an enum with a value in each variant.

use std::fmt;
use std::marker::PhantomData;

use cloudflow_model::{Message, Schema};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::AvroType;

/// A union whose branches can be read by their numbers.
pub trait ReadBranches: AvroType {
    /// Returns the value `null`, if that is a branch.
    fn null() -> Option<Self>;

    /// Reads the value of the branch with the number `index`.
    fn read_branch<'de, A: MapAccess<'de>>(index: usize, map: &mut A) -> Result<Self, A::Error>;
}

/// Returns what is wrong with the branches of a union.
pub const fn union_problem(union: &Schema<'_>) -> Option<Message> {
    let Schema::Union(branches) = union else { return None };
    let mut rest = *branches;
    while let Some((branch, others)) = rest.split_first() {
        if matches!(branch, Schema::Union(_)) {
            return Some(
                Message::new("a union must not hold a union, and an `Option` is one")
                    .help()
                    .text("add a variant without a value for `null`, or the inner variants"),
            );
        }
        let name = branch_name(branch);
        let mut later = others;
        while let Some((other, tail)) = later.split_first() {
            if is_same(name.as_bytes(), branch_name(other).as_bytes()) {
                return Some(
                    Message::new("a union must not hold ")
                        .quoted(name)
                        .text(" twice: a reader could not tell them apart")
                        .help()
                        .text("make one of them a record that holds the value"),
                );
            }
            later = tail;
        }
        rest = others;
    }
    None
}

const fn is_same(mut left: &[u8], mut right: &[u8]) -> bool {
    while let (Some((left_byte, left_rest)), Some((right_byte, right_rest))) =
        (left.split_first(), right.split_first())
    {
        if *left_byte != *right_byte {
            return false;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.is_empty() && right.is_empty()
}

/// Returns the name of a branch. A logical type is known by that below it.
const fn branch_name<'a>(schema: &Schema<'a>) -> &'a str {
    match schema {
        Schema::Logical(_, underlying) => underlying.name(),
        other => other.name(),
    }
}

/// Returns the name of the branch with the number `index`.
fn name_of<T: AvroType>(index: usize) -> &'static str {
    match T::SCHEMA {
        Schema::Union(branches) => branches.get(index).map_or("", |branch| branch_name(branch)),
        _ => "",
    }
}

/// Writes a value of the branch with the number `index` of the union `T`, as the specification has it
/// in JSON: an object with the name of the branch.
pub fn write_branch<T: AvroType, S: Serializer>(
    index: usize,
    value: &impl Serialize,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(name_of::<T>(index), value)?;
    map.end()
}

/// Reads a value of a union.
pub fn read_union<'de, T: ReadBranches, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(UnionVisitor(PhantomData))
}

struct UnionVisitor<T>(PhantomData<T>);

impl<'de, T: ReadBranches> Visitor<'de> for UnionVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with the name of one branch of the union:")?;
        let Schema::Union(branches) = T::SCHEMA else { return Ok(()) };
        branches.iter().try_for_each(|branch| write!(formatter, " `{}`", branch_name(branch)))
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        T::null().ok_or_else(|| E::invalid_type(serde::de::Unexpected::Unit, &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let index = map.next_key_seed(BranchName(PhantomData::<T>))?;
        let index = index.ok_or_else(|| A::Error::invalid_length(0, &self))?;
        let value = T::read_branch(index, &mut map)?;
        match map.next_key::<String>()? {
            Some(_) => Err(A::Error::invalid_length(2, &self)),
            None => Ok(value),
        }
    }
}

struct BranchName<T>(PhantomData<T>);

impl<'de, T: AvroType> DeserializeSeed<'de> for BranchName<T> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: AvroType> Visitor<'_> for BranchName<T> {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a branch")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let count = match T::SCHEMA {
            Schema::Union(branches) => branches.len(),
            _ => 0,
        };
        (0..count)
            .find(|index| name_of::<T>(*index) == name)
            .ok_or_else(|| E::custom(format_args!("the union has no branch `{name}`")))
    }
}
