//! Types of one letter are fields, branches and records like any other.

#![allow(dead_code, reason = "the names are the point")]

use cloudflow_runtime::avro::AvroRecord;

#[derive(AvroRecord, Clone)]
struct A {
    value: i64,
}

#[derive(AvroRecord, Clone)]
struct D {
    value: i64,
}

#[derive(AvroRecord, Clone)]
struct E {
    value: i64,
}

#[derive(AvroRecord, Clone)]
struct S {
    value: i64,
}

#[derive(AvroRecord, Clone)]
struct T {
    value: i64,
}

#[derive(AvroRecord, Clone)]
struct All {
    a: A,
    d: Option<D>,
    e: Vec<E>,
    s: S,
    t: Box<T>,
}

#[derive(AvroRecord, Clone)]
enum Any {
    A(A),
    D(D),
    S(S),
}

mod fixed {
    use cloudflow_runtime::avro::{AvroRecord, Decimal};

    #[derive(AvroRecord, Clone)]
    struct D([u8; 4]);

    #[derive(AvroRecord, Clone)]
    #[avro(fixed = 4)]
    struct S(Decimal<4, 2>);
}

mod generated {
    cloudflow_runtime::avro::avro_schema!("./letters.avsc");
}

pub(crate) fn main() {}
