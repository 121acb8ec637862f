#[allow(
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    reason = "the shape of a streamlet"
)]
/// Asks a service about each metric.
async fn ask(metric: Metric, url: String) -> Result<Metric, Broken> {
    Ok(metric)
}
/// Asks a service about each metric.
#[allow(dead_code, non_camel_case_types, reason = "a streamlet is named, never made")]
#[derive(Debug)]
enum ask {}
#[automatically_derived]
impl ::cloudflow_runtime::__private::Streamlet for ask {
    const OUTLINE: &'static ::cloudflow_runtime::__private::model::Descriptor<'static> = &::cloudflow_runtime::__private::model::Descriptor {
        name: "ask",
        description: "Asks a service about each metric.",
        inlets: &[
            ::cloudflow_runtime::__private::model::Inlet {
                name: "metric",
                schema: &::cloudflow_runtime::__private::model::Schema::Null,
                tombstones: false,
            },
        ],
        outlets: &[
            ::cloudflow_runtime::__private::model::Outlet {
                name: "out",
                schema: &::cloudflow_runtime::__private::model::Schema::Null,
                key: ::core::option::Option::None,
                is_keyless: true,
            },
        ],
        config: &[
            ::cloudflow_runtime::__private::model::ConfigParameter {
                key: "url",
                description: "",
                kind: ::cloudflow_runtime::__private::model::ParameterKind::String {
                    pattern: ::core::option::Option::None,
                },
                default: ::core::option::Option::None,
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
                name: "metric",
                schema: <Metric as ::cloudflow_runtime::__private::IsData>::SCHEMA,
                tombstones: <Metric as ::cloudflow_runtime::__private::IsData>::TAKES_TOMBSTONES,
            },
        ],
        outlets: &[
            ::cloudflow_runtime::__private::model::Outlet {
                name: "out",
                schema: <Metric as ::cloudflow_runtime::__private::HasRecords>::SCHEMA,
                key: ::core::option::Option::None,
                is_keyless: true,
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
            let metric = ::cloudflow_runtime::__private::Port::<Metric>::new("metric")
                .inlet(&mut context)?;
            let url = context.config::<String>("url")?;
            let () = <Broken as ::cloudflow_runtime::__private::IsFailure>::CHECKED;
            let out = ::cloudflow_runtime::__private::ValuePort::<Metric>::new("out")
                .outlet(&mut context)?;
            ::cloudflow_runtime::__private::Logic::<
                Metric,
                Result<Metric, Broken>,
            >::new()
                .concurrent(::cloudflow_runtime::__private::Concurrency {
                    calls: 32,
                    order: ::cloudflow_runtime::__private::Order::Key,
                })
                .value(
                    metric,
                    out,
                    move |metric| ask(metric, ::core::clone::Clone::clone(&url)),
                )
                .await
        })
    }
}
#[automatically_derived]
impl<
    __Topic: ::cloudflow_runtime::__private::ReleasedTopic,
> ::cloudflow_runtime::__private::Writes<__Topic, 0> for ask
where
    Metric: ::cloudflow_runtime::__private::HasRecordsFor<
        __Topic,
        Item: ::cloudflow_runtime::__private::WrittenTo<__Topic>,
    >,
{
    const AS_RELEASED: () = <<Metric as ::cloudflow_runtime::__private::HasRecordsFor<
        __Topic,
    >>::Item as ::cloudflow_runtime::__private::WrittenTo<__Topic>>::AS_RELEASED;
}
#[cfg(rust_analyzer)]
const _: () = {
    pub struct Ports {
        ///Inlet `metric`.
        pub metric: ::cloudflow_runtime::__private::Inlet<Metric>,
        ///Outlet `out`.
        pub out: ::cloudflow_runtime::__private::Outlet<
            <Metric as ::cloudflow_runtime::__private::HasRecords>::Item,
        >,
    }
    pub struct Settings {
        ///
        pub url: String,
    }
    impl ::core::ops::Deref for Settings {
        type Target = ::cloudflow_runtime::__private::InstanceSettings;
        fn deref(&self) -> &::cloudflow_runtime::__private::InstanceSettings {
            loop {}
        }
    }
    impl ::cloudflow_runtime::__private::Described for ask {
        type Ports = Ports;
        type Settings = Settings;
    }
};
