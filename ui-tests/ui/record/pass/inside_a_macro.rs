//! A macro of the user's may write any part of a type.

#![allow(dead_code, reason = "that it compiles is the point")]

use cloudflow_runtime::avro::AvroRecord;

macro_rules! name {
    ($name:ident) => {
        #[derive(AvroRecord, Clone)]
        pub struct $name {
            pub value: i64,
        }
    };
}
name!(Named);

macro_rules! record {
    ($name:ident { $($field:ident: $ty:ty = $default:expr),* }) => {
        #[derive(AvroRecord, Clone)]
        pub struct $name {
            $(#[avro(default = $default)] pub $field: $ty),*
        }
    };
}
record!(Record { number: i64 = 5, below: Option<i32> = -1, text: String = r#""none""# });

macro_rules! settings {
    ($name:literal, $case:literal, $field:literal, $default:literal, $doc:expr, $runtime:path) => {
        #[derive(AvroRecord, Clone)]
        #[avro(name = $name, rename_all = $case, crate = $runtime)]
        #[doc = $doc]
        pub struct Settings {
            #[avro(rename = $field, default = $default)]
            pub number: f64,
        }
    };
}
settings!("Changed", "camelCase", "count", 0.5, "A text.", ::cloudflow_runtime);

macro_rules! choice {
    ($name:ident { $($variant:ident($ty:ty)),* }) => {
        #[derive(AvroRecord, Clone)]
        pub enum $name {
            Nothing,
            $($variant($ty)),*
        }
    };
}
choice!(Choice { Number(i32), Text(String), List(Vec<Named>) });

macro_rules! symbols {
    ($name:ident { $first:ident, $($symbol:ident),* }) => {
        #[derive(AvroRecord, Clone)]
        pub enum $name {
            #[avro(default)]
            $first,
            $($symbol),*
        }
    };
}
symbols!(Symbols { One, Two });

macro_rules! fixed {
    ($name:ident, $array:ty, $decimal:ident, $size:literal, $digits:literal) => {
        #[derive(AvroRecord, Clone)]
        pub struct $name($array);

        #[derive(AvroRecord, Clone)]
        #[avro(fixed = $size)]
        pub struct $decimal(cloudflow_runtime::avro::Decimal<$digits, 2>);
    };
}
fixed!(Key, [u8; 16], Price, 4, 8);

macro_rules! tree {
    ($name:ident, $children:ty) => {
        #[derive(AvroRecord, Clone)]
        pub struct $name {
            pub children: $children,
        }
    };
}
tree!(Tree, Vec<Tree>);

pub(crate) fn main() {}
