//! The records of the cases.

use cloudflow_runtime::__private::model::Schema;
use cloudflow_runtime::__private::model::schema::{Field, Record};
use cloudflow_runtime::avro::{AvroRecord, AvroType};

macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $(#[$field_doc:meta])* $field:ident: $ty:ty }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $(#[$field_doc])*
            pub $field: $ty,
        }
        impl AvroType for $name {
            const SCHEMA: &'static Schema<'static> = &Schema::Record(&Record {
                name: stringify!($name),
                doc: "",
                aliases: &[],
                fields: &[Field {
                    name: stringify!($field),
                    doc: "",
                    aliases: &[],
                    schema: <$ty as AvroType>::SCHEMA,
                    default: None,
                }],
            });
        }
        impl AvroRecord for $name {}
    };
}

record! {
    /// What a sensor sends.
    Reading {
        /// Who sent it.
        device: String
    }
}
record! {
    /// What is computed from a reading.
    Metric {
        /// Of which sensor.
        device_id: i64
    }
}
record! {
    /// A metric that was refused.
    Rejected {
        /// Why.
        reason: String
    }
}
