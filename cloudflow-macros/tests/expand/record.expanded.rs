#[automatically_derived]
#[diagnostic::do_not_recommend]
impl ::cloudflow_runtime::__private::avro::AvroType for Reading {
    const SCHEMA: &'static ::cloudflow_runtime::__private::model::schema::Schema<
        'static,
    > = &::cloudflow_runtime::__private::model::schema::Schema::Record(
        &::cloudflow_runtime::__private::model::schema::Record {
            name: "sensors.Reading",
            doc: "A temperature in degrees Celsius.",
            aliases: &[],
            fields: &[
                ::cloudflow_runtime::__private::model::schema::Field {
                    name: "sensorId",
                    doc: "Which sensor.",
                    aliases: &[],
                    schema: <String as ::cloudflow_runtime::__private::avro::AvroType>::SCHEMA,
                    default: <String as ::cloudflow_runtime::__private::avro::AvroType>::SCHEMA
                        .implied_default(),
                },
                ::cloudflow_runtime::__private::model::schema::Field {
                    name: "celsius",
                    doc: "",
                    aliases: &[],
                    schema: <f64 as ::cloudflow_runtime::__private::avro::AvroType>::SCHEMA,
                    default: ::core::option::Option::Some(
                        ::cloudflow_runtime::__private::model::schema::Json::Float(
                            20.5f64,
                        ),
                    ),
                },
                ::cloudflow_runtime::__private::model::schema::Field {
                    name: "place",
                    doc: "",
                    aliases: &[],
                    schema: <Option<
                        String,
                    > as ::cloudflow_runtime::__private::avro::AvroType>::SCHEMA,
                    default: <Option<
                        String,
                    > as ::cloudflow_runtime::__private::avro::AvroType>::SCHEMA
                        .implied_default(),
                },
            ],
        },
    );
    fn encode(&self, buffer: &mut ::std::vec::Vec<u8>) {
        <String as ::cloudflow_runtime::__private::avro::AvroType>::encode(
            &self.sensor_id,
            buffer,
        );
        <f64 as ::cloudflow_runtime::__private::avro::AvroType>::encode(
            &self.celsius,
            buffer,
        );
        <Option<
            String,
        > as ::cloudflow_runtime::__private::avro::AvroType>::encode(
            &self.place,
            buffer,
        );
    }
    fn decode(
        reader: &mut ::cloudflow_runtime::__private::avro::Reader<'_>,
    ) -> ::core::result::Result<
        Self,
        ::cloudflow_runtime::__private::avro::DecodeError,
    > {
        reader
            .record(|reader| ::core::result::Result::Ok(Self {
                sensor_id: <String as ::cloudflow_runtime::__private::avro::AvroType>::decode_field(
                    "sensorId",
                    reader,
                )?,
                celsius: <f64 as ::cloudflow_runtime::__private::avro::AvroType>::decode_field(
                    "celsius",
                    reader,
                )?,
                place: <Option<
                    String,
                > as ::cloudflow_runtime::__private::avro::AvroType>::decode_field(
                    "place",
                    reader,
                )?,
            }))
    }
    fn decode_changed(
        reader: &mut ::cloudflow_runtime::__private::avro::Reader<'_>,
        plan: ::cloudflow_runtime::__private::avro::generated::Plan<'_>,
    ) -> ::core::result::Result<
        Self,
        ::cloudflow_runtime::__private::avro::DecodeError,
    > {
        plan.record(
            reader,
            |fields| ::core::result::Result::Ok(Self {
                sensor_id: <String as ::cloudflow_runtime::__private::avro::AvroType>::decode_next(
                    "sensorId",
                    fields,
                )?,
                celsius: <f64 as ::cloudflow_runtime::__private::avro::AvroType>::decode_next(
                    "celsius",
                    fields,
                )?,
                place: <Option<
                    String,
                > as ::cloudflow_runtime::__private::avro::AvroType>::decode_next(
                    "place",
                    fields,
                )?,
            }),
        )
    }
}
#[automatically_derived]
impl ::cloudflow_runtime::__private::avro::AvroRecord for Reading {}
#[automatically_derived]
impl<
    __Topic: ::cloudflow_runtime::__private::ReleasedTopic,
> ::cloudflow_runtime::__private::WrittenTo<__Topic> for Reading {
    const AS_RELEASED: () = {
        (::cloudflow_runtime::__private::released_field::<__Topic>)(0);
        (::cloudflow_runtime::__private::released_field::<__Topic>)(1);
        (::cloudflow_runtime::__private::released_field::<__Topic>)(2);
        (::cloudflow_runtime::__private::released_record::<__Topic>)()
    };
}
#[automatically_derived]
impl ::cloudflow_runtime::__private::serde::Serialize for Reading {
    fn serialize<__S: ::cloudflow_runtime::__private::serde::Serializer>(
        &self,
        serializer: __S,
    ) -> ::core::result::Result<__S::Ok, __S::Error> {
        let mut record = ::cloudflow_runtime::__private::serde::Serializer::serialize_struct(
            serializer,
            "Reading",
            3,
        )?;
        <String as ::cloudflow_runtime::__private::avro::AvroType>::write_field(
            &self.sensor_id,
            "sensorId",
            &mut record,
        )?;
        <f64 as ::cloudflow_runtime::__private::avro::AvroType>::write_field(
            &self.celsius,
            "celsius",
            &mut record,
        )?;
        <Option<
            String,
        > as ::cloudflow_runtime::__private::avro::AvroType>::write_field(
            &self.place,
            "place",
            &mut record,
        )?;
        ::cloudflow_runtime::__private::serde::ser::SerializeStruct::end(record)
    }
}
#[automatically_derived]
impl<'de> ::cloudflow_runtime::__private::serde::Deserialize<'de> for Reading {
    fn deserialize<__D: ::cloudflow_runtime::__private::serde::Deserializer<'de>>(
        deserializer: __D,
    ) -> ::core::result::Result<Self, __D::Error> {
        ::cloudflow_runtime::__private::avro::generated::read_record(deserializer)
    }
}
#[automatically_derived]
impl ::cloudflow_runtime::__private::avro::generated::ReadFields for Reading {
    const NAMES: &'static [&'static str] = &["sensorId", "celsius", "place"];
    fn read_fields<'de, __A: ::cloudflow_runtime::__private::serde::de::MapAccess<'de>>(
        fields: &mut ::cloudflow_runtime::__private::avro::generated::Fields<__A>,
    ) -> ::core::result::Result<Self, __A::Error> {
        let mut field_0: ::core::option::Option<String> = ::core::option::Option::None;
        let mut field_1: ::core::option::Option<f64> = ::core::option::Option::None;
        let mut field_2: ::core::option::Option<Option<String>> = ::core::option::Option::None;
        loop {
            match fields.next_index()? {
                ::core::option::Option::Some(0) => {
                    <String as ::cloudflow_runtime::__private::avro::AvroType>::read_field(
                        &mut field_0,
                        "sensorId",
                        fields,
                    )?;
                }
                ::core::option::Option::Some(1) => {
                    <f64 as ::cloudflow_runtime::__private::avro::AvroType>::read_field(
                        &mut field_1,
                        "celsius",
                        fields,
                    )?;
                }
                ::core::option::Option::Some(2) => {
                    <Option<
                        String,
                    > as ::cloudflow_runtime::__private::avro::AvroType>::read_field(
                        &mut field_2,
                        "place",
                        fields,
                    )?;
                }
                _ => break,
            }
        }
        ::core::result::Result::Ok(Self {
            sensor_id: <String as ::cloudflow_runtime::__private::avro::AvroType>::finish_field(
                field_0,
                "sensorId",
                fields,
            )?,
            celsius: <f64 as ::cloudflow_runtime::__private::avro::AvroType>::finish_field(
                field_1,
                "celsius",
                fields,
            )?,
            place: <Option<
                String,
            > as ::cloudflow_runtime::__private::avro::AvroType>::finish_field(
                field_2,
                "place",
                fields,
            )?,
        })
    }
}
const _: () = if let ::core::option::Option::Some(problem) = (::cloudflow_runtime::__private::model::schema::Field {
    name: "celsius",
    doc: "",
    aliases: &[],
    schema: <f64 as ::cloudflow_runtime::__private::avro::AvroType>::SCHEMA,
    default: ::core::option::Option::Some(
        ::cloudflow_runtime::__private::model::schema::Json::Float(20.5f64),
    ),
})
    .default_problem(<Reading as ::cloudflow_runtime::__private::avro::AvroType>::SCHEMA)
{
    ::core::panic!("{}", problem.as_str())
};
const _: () = if let ::core::option::Option::Some(problem) = <Reading as ::cloudflow_runtime::__private::avro::AvroType>::SCHEMA
    .name_problem()
{
    ::core::panic!("{}", problem.as_str())
};
#[automatically_derived]
impl ::cloudflow_runtime::__private::avro::generated::Named for Reading {
    const NAME: &'static str = "sensors.Reading";
}
