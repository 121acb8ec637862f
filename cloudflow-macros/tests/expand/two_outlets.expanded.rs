#[allow(
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    reason = "the shape of a streamlet"
)]
fn validate(metric: Metric) -> Result<Metric, InvalidMetric> {
    check(metric)
}
///The streamlet `validate`.
#[allow(dead_code, non_camel_case_types, reason = "a streamlet is named, never made")]
#[derive(Debug)]
enum validate {}
#[automatically_derived]
impl ::cloudflow_runtime::__private::Streamlet for validate {
    const OUTLINE: &'static ::cloudflow_runtime::__private::model::Descriptor<'static> = &::cloudflow_runtime::__private::model::Descriptor {
        name: "validate",
        description: "",
        inlets: &[
            ::cloudflow_runtime::__private::model::Inlet {
                name: "metric",
                schema: &::cloudflow_runtime::__private::model::Schema::Null,
                tombstones: false,
            },
        ],
        outlets: &[
            ::cloudflow_runtime::__private::model::Outlet {
                name: "valid",
                schema: &::cloudflow_runtime::__private::model::Schema::Null,
                key: ::core::option::Option::None,
                is_keyless: true,
            },
            ::cloudflow_runtime::__private::model::Outlet {
                name: "invalid",
                schema: &::cloudflow_runtime::__private::model::Schema::Null,
                key: ::core::option::Option::None,
                is_keyless: true,
            },
        ],
        config: &[],
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
                name: "valid",
                schema: <Metric as ::cloudflow_runtime::__private::IsRecord>::SCHEMA,
                key: ::core::option::Option::None,
                is_keyless: true,
            },
            ::cloudflow_runtime::__private::model::Outlet {
                name: "invalid",
                schema: <InvalidMetric as ::cloudflow_runtime::__private::IsRecord>::SCHEMA,
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
            let valid = ::cloudflow_runtime::__private::Port::<Metric>::new("valid")
                .outlet(&mut context)?;
            let invalid = ::cloudflow_runtime::__private::Port::<
                InvalidMetric,
            >::new("invalid")
                .outlet(&mut context)?;
            ::cloudflow_runtime::__private::Logic::<
                Metric,
                Result<Metric, InvalidMetric>,
            >::new()
                .either(
                    metric,
                    valid,
                    invalid,
                    move |metric| ::core::future::ready(validate(metric)),
                )
                .await
        })
    }
}
#[automatically_derived]
impl<
    __Topic: ::cloudflow_runtime::__private::ReleasedTopic,
> ::cloudflow_runtime::__private::Writes<__Topic, 0> for validate
where
    Metric: ::cloudflow_runtime::__private::WrittenTo<__Topic>,
{
    const AS_RELEASED: () = <Metric as ::cloudflow_runtime::__private::WrittenTo<
        __Topic,
    >>::AS_RELEASED;
}
#[automatically_derived]
impl<
    __Topic: ::cloudflow_runtime::__private::ReleasedTopic,
> ::cloudflow_runtime::__private::Writes<__Topic, 1> for validate
where
    InvalidMetric: ::cloudflow_runtime::__private::WrittenTo<__Topic>,
{
    const AS_RELEASED: () = <InvalidMetric as ::cloudflow_runtime::__private::WrittenTo<
        __Topic,
    >>::AS_RELEASED;
}
#[cfg(rust_analyzer)]
const _: () = {
    pub struct Ports {
        ///Inlet `metric`.
        pub metric: ::cloudflow_runtime::__private::Inlet<Metric>,
        ///Outlet `valid`.
        pub valid: ::cloudflow_runtime::__private::Outlet<Metric>,
        ///Outlet `invalid`.
        pub invalid: ::cloudflow_runtime::__private::Outlet<InvalidMetric>,
    }
    pub struct Settings {}
    impl ::core::ops::Deref for Settings {
        type Target = ::cloudflow_runtime::__private::InstanceSettings;
        fn deref(&self) -> &::cloudflow_runtime::__private::InstanceSettings {
            loop {}
        }
    }
    impl ::cloudflow_runtime::__private::Described for validate {
        type Ports = Ports;
        type Settings = Settings;
    }
};
