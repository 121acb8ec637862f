#[allow(
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    reason = "the shape of a streamlet"
)]
/// Keeps the readings that are too hot.
pub fn too_hot(reading: Reading, limit: f64) -> Option<Reading> {
    (reading.celsius > limit).then_some(reading)
}
/// Keeps the readings that are too hot.
#[allow(dead_code, non_camel_case_types, reason = "a streamlet is named, never made")]
#[derive(Debug)]
pub enum too_hot {}
#[automatically_derived]
impl ::cloudflow_runtime::__private::Streamlet for too_hot {
    const OUTLINE: &'static ::cloudflow_runtime::__private::model::Descriptor<'static> = &::cloudflow_runtime::__private::model::Descriptor {
        name: "too_hot",
        description: "Keeps the readings that are too hot.",
        inlets: &[
            ::cloudflow_runtime::__private::model::Inlet {
                name: "reading",
                schema: &::cloudflow_runtime::__private::model::Schema::Null,
                tombstones: false,
            },
        ],
        outlets: &[
            ::cloudflow_runtime::__private::model::Outlet {
                name: "out",
                schema: &::cloudflow_runtime::__private::model::Schema::Null,
                key: ::core::option::Option::Some("&record.sensor"),
                is_keyless: false,
            },
        ],
        config: &[
            ::cloudflow_runtime::__private::model::ConfigParameter {
                key: "limit",
                description: "",
                kind: ::cloudflow_runtime::__private::model::ParameterKind::Float,
                default: ::core::option::Option::Some("80.0"),
            },
        ],
        volumes: &[],
        server: ::core::option::Option::None,
        partitioning: ::cloudflow_runtime::__private::model::Partitioning::Unsaid,
    };
    const DESCRIPTOR: &'static ::cloudflow_runtime::__private::model::Descriptor<
        'static,
    > = &::cloudflow_runtime::__private::model::Descriptor {
        inlets: &[
            ::cloudflow_runtime::__private::model::Inlet {
                name: "reading",
                schema: <Reading as ::cloudflow_runtime::__private::IsData>::SCHEMA,
                tombstones: <Reading as ::cloudflow_runtime::__private::IsData>::TAKES_TOMBSTONES,
            },
        ],
        outlets: &[
            ::cloudflow_runtime::__private::model::Outlet {
                name: "out",
                schema: <Reading as ::cloudflow_runtime::__private::IsRecord>::SCHEMA,
                key: ::core::option::Option::Some("&record.sensor"),
                is_keyless: false,
            },
        ],
        ..*<Self as ::cloudflow_runtime::__private::Streamlet>::OUTLINE
    };
    fn run(
        mut context: ::cloudflow_runtime::__private::Context,
    ) -> ::cloudflow_runtime::__private::BoxFuture<
        'static,
        ::cloudflow_runtime::__private::StreamletResult,
    > {
        ::std::boxed::Box::pin(async move {
            let reading = ::cloudflow_runtime::__private::Port::<Reading>::new("reading")
                .inlet(&mut context)?;
            let limit = context.config::<f64>("limit")?;
            let out = ::cloudflow_runtime::__private::Port::<Reading>::new("out")
                .keyed_outlet(
                    &mut context,
                    |reading: &Reading, buffer: &mut ::std::vec::Vec<u8>| {
                        ::cloudflow_runtime::__private::IsKey::write(
                            &(&reading.sensor),
                            buffer,
                        )
                    },
                )?;
            ::cloudflow_runtime::__private::Logic::<Reading, Option<Reading>>::new()
                .value(
                    reading,
                    out,
                    move |reading| ::core::future::ready(
                        too_hot(reading, ::core::clone::Clone::clone(&limit)),
                    ),
                )
                .await
        })
    }
}
#[automatically_derived]
impl<
    __Topic: ::cloudflow_runtime::__private::ReleasedTopic,
> ::cloudflow_runtime::__private::Writes<__Topic, 0> for too_hot
where
    Reading: ::cloudflow_runtime::__private::WrittenTo<__Topic>,
{
    const AS_RELEASED: () = <Reading as ::cloudflow_runtime::__private::WrittenTo<
        __Topic,
    >>::AS_RELEASED;
}
#[cfg(rust_analyzer)]
const _: () = {
    pub struct Ports {
        ///Inlet `reading`.
        pub reading: ::cloudflow_runtime::__private::Inlet<Reading>,
        ///Outlet `out`.
        pub out: ::cloudflow_runtime::__private::Outlet<Reading>,
    }
    pub struct Settings {
        ///
        pub limit: f64,
    }
    impl ::core::ops::Deref for Settings {
        type Target = ::cloudflow_runtime::__private::InstanceSettings;
        fn deref(&self) -> &::cloudflow_runtime::__private::InstanceSettings {
            loop {}
        }
    }
    impl ::cloudflow_runtime::__private::Described for too_hot {
        type Ports = Ports;
        type Settings = Settings;
    }
};
