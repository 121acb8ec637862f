#[automatically_derived]
#[diagnostic::do_not_recommend]
impl ::cloudflow_runtime::__private::avro::AvroType for State {
    const SCHEMA: &'static ::cloudflow_runtime::__private::model::schema::Schema<
        'static,
    > = &::cloudflow_runtime::__private::model::schema::Schema::Enum(
        &::cloudflow_runtime::__private::model::schema::Enumeration {
            name: "State",
            doc: "",
            aliases: &[],
            symbols: &["RUNNING", "STOPPED"],
            default: ::core::option::Option::Some("STOPPED"),
        },
    );
    fn encode(&self, buffer: &mut ::std::vec::Vec<u8>) {
        ::cloudflow_runtime::__private::avro::write_long(
            match self {
                Self::Running => 0,
                Self::Stopped => 1,
            },
            buffer,
        );
    }
    fn decode(
        reader: &mut ::cloudflow_runtime::__private::avro::Reader<'_>,
    ) -> ::core::result::Result<
        Self,
        ::cloudflow_runtime::__private::avro::DecodeError,
    > {
        let index = reader.index(2)?;
        ::core::result::Result::Ok(
            match index {
                0 => Self::Running,
                _ => Self::Stopped,
            },
        )
    }
    fn decode_changed(
        reader: &mut ::cloudflow_runtime::__private::avro::Reader<'_>,
        plan: ::cloudflow_runtime::__private::avro::generated::Plan<'_>,
    ) -> ::core::result::Result<
        Self,
        ::cloudflow_runtime::__private::avro::DecodeError,
    > {
        let index = plan.symbol(reader)?;
        ::core::result::Result::Ok(
            match index {
                0 => Self::Running,
                _ => Self::Stopped,
            },
        )
    }
}
#[automatically_derived]
impl ::cloudflow_runtime::__private::serde::Serialize for State {
    fn serialize<__S: ::cloudflow_runtime::__private::serde::Serializer>(
        &self,
        serializer: __S,
    ) -> ::core::result::Result<__S::Ok, __S::Error> {
        ::cloudflow_runtime::__private::serde::Serializer::serialize_str(
            serializer,
            match self {
                Self::Running => "RUNNING",
                Self::Stopped => "STOPPED",
            },
        )
    }
}
#[automatically_derived]
impl<'de> ::cloudflow_runtime::__private::serde::Deserialize<'de> for State {
    fn deserialize<__D: ::cloudflow_runtime::__private::serde::Deserializer<'de>>(
        deserializer: __D,
    ) -> ::core::result::Result<Self, __D::Error> {
        let index = ::cloudflow_runtime::__private::avro::generated::read_symbol(
            &["RUNNING", "STOPPED"],
            deserializer,
        )?;
        ::core::result::Result::Ok(
            match index {
                0 => Self::Running,
                _ => Self::Stopped,
            },
        )
    }
}
#[automatically_derived]
impl ::cloudflow_runtime::__private::avro::generated::Named for State {
    const NAME: &'static str = "State";
}
