#[cfg(rust_analyzer)]
const _: () = {
    fn blueprint() {
        let ingress: <HttpIngress<
            Reading,
        > as ::cloudflow_runtime::__private::Described>::Ports;
        {
            let settings: <HttpIngress<
                Reading,
            > as ::cloudflow_runtime::__private::Described>::Settings;
        }
        let filter: <too_hot as ::cloudflow_runtime::__private::Described>::Ports;
        {
            let settings: <too_hot as ::cloudflow_runtime::__private::Described>::Settings;
            settings.replicas;
            settings.cpu;
            settings.memory;
            settings.limit;
        }
        let log: <LogEgress<
            Reading,
        > as ::cloudflow_runtime::__private::Described>::Ports;
        {
            let settings: <LogEgress<
                Reading,
            > as ::cloudflow_runtime::__private::Described>::Settings;
        }
        ingress.out;
        filter.reading;
        filter.out;
        log.r#in;
        filter.out;
        {
            let settings: ::cloudflow_runtime::__private::TopicSettings;
            settings.name;
            settings.partitions;
            settings.retention;
        }
    }
};
/// Alerts about hot sensors.
#[allow(non_camel_case_types, reason = "an application is named, never made")]
#[derive(Debug)]
pub enum alerts {}
#[automatically_derived]
impl alerts {
    /// The streamlets of the application and the connections between them.
    pub const BLUEPRINT: ::cloudflow_runtime::__private::model::Blueprint<'static> = ::cloudflow_runtime::__private::model::Blueprint {
        name: "alerts",
        description: "Alerts about hot sensors.",
        instances: &[
            ::cloudflow_runtime::__private::model::Instance {
                name: "ingress",
                streamlet: <HttpIngress<
                    Reading,
                > as ::cloudflow_runtime::__private::IsStreamlet>::DESCRIPTOR,
                replicas: 1,
                resources: ::cloudflow_runtime::__private::model::Resources::DEFAULT,
                config: &[],
            },
            ::cloudflow_runtime::__private::model::Instance {
                name: "filter",
                streamlet: <too_hot as ::cloudflow_runtime::__private::IsStreamlet>::DESCRIPTOR,
                replicas: 2,
                resources: ::cloudflow_runtime::__private::model::Resources {
                    cpu: ::core::option::Option::Some("0.5"),
                    memory: ::core::option::Option::Some("512Mi"),
                },
                config: &[
                    ::cloudflow_runtime::__private::model::Setting {
                        key: "limit",
                        value: "90.5",
                    },
                ],
            },
            ::cloudflow_runtime::__private::model::Instance {
                name: "log",
                streamlet: <LogEgress<
                    Reading,
                > as ::cloudflow_runtime::__private::IsStreamlet>::DESCRIPTOR,
                replicas: 1,
                resources: ::cloudflow_runtime::__private::model::Resources::DEFAULT,
                config: &[],
            },
        ],
        connections: &[
            ::cloudflow_runtime::__private::model::Connection {
                from: ::cloudflow_runtime::__private::model::PortRef {
                    instance: 0,
                    port: "out",
                },
                to: ::cloudflow_runtime::__private::model::PortRef {
                    instance: 1,
                    port: "reading",
                },
            },
            ::cloudflow_runtime::__private::model::Connection {
                from: ::cloudflow_runtime::__private::model::PortRef {
                    instance: 1,
                    port: "out",
                },
                to: ::cloudflow_runtime::__private::model::PortRef {
                    instance: 2,
                    port: "in",
                },
            },
        ],
        topics: &[
            ::cloudflow_runtime::__private::model::Topic {
                port: ::cloudflow_runtime::__private::model::PortRef {
                    instance: 1,
                    port: "out",
                },
                name: ::core::option::Option::Some("alerts"),
                partitions: ::core::option::Option::Some(12),
                replicas: ::core::option::Option::None,
                managed: true,
                settings: &[
                    ::cloudflow_runtime::__private::model::Setting {
                        key: "retention.ms",
                        value: "604800000",
                    },
                ],
            },
        ],
        locks: ::cloudflow_runtime::__private::model::Locks::in_package(
            ::core::option_env!("CARGO_MANIFEST_DIR"),
            &[],
        ),
    };
    #[allow(dead_code, reason = "not every application has a lock")]
    const CHECKED: &::cloudflow_runtime::__private::model::Blueprint<'static> = &Self::BLUEPRINT;
    /// The application itself: `main` runs it as the command line says.
    pub const APPLICATION: ::cloudflow_runtime::__private::Application = ::cloudflow_runtime::__private::Application::new(
        &Self::BLUEPRINT,
        &[
            <HttpIngress<Reading> as ::cloudflow_runtime::__private::IsStreamlet>::RUN,
            <too_hot as ::cloudflow_runtime::__private::IsStreamlet>::RUN,
            <LogEgress<Reading> as ::cloudflow_runtime::__private::IsStreamlet>::RUN,
        ],
    );
}
const _: () = {
    let (outlet, inlet) = (
        (
            "ingress",
            <HttpIngress<
                Reading,
            > as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE,
            "out",
        ),
        (
            "filter",
            <too_hot as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE,
            "reading",
        ),
    );
    (::cloudflow_runtime::__private::model::rules::line::direction)(outlet, inlet);
    (::cloudflow_runtime::__private::model::rules::line::outlet)(outlet);
    (::cloudflow_runtime::__private::schemas::<
        HttpIngress<Reading>,
        too_hot,
    >)(("ingress", "out"), ("filter", "reading"));
};
const _: () = (::cloudflow_runtime::__private::model::rules::line::inlet)(
    (
        "ingress",
        <HttpIngress<Reading> as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE,
        "out",
    ),
    (
        "filter",
        <too_hot as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE,
        "reading",
    ),
);
const _: () = {
    let (outlet, inlet) = (
        (
            "filter",
            <too_hot as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE,
            "out",
        ),
        (
            "log",
            <LogEgress<Reading> as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE,
            "in",
        ),
    );
    (::cloudflow_runtime::__private::model::rules::line::direction)(outlet, inlet);
    (::cloudflow_runtime::__private::model::rules::line::outlet)(outlet);
    (::cloudflow_runtime::__private::schemas::<
        too_hot,
        LogEgress<Reading>,
    >)(("filter", "out"), ("log", "in"));
};
const _: () = (::cloudflow_runtime::__private::model::rules::line::inlet)(
    ("filter", <too_hot as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE, "out"),
    (
        "log",
        <LogEgress<Reading> as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE,
        "in",
    ),
);
const _: () = (::cloudflow_runtime::__private::model::rules::line::entry)(
    ("filter", <too_hot as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE, "out"),
    true,
);
const _: () = (::cloudflow_runtime::__private::model::rules::line::instance)(
    "alerts",
    "ingress",
    <HttpIngress<Reading> as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE,
    &["out"],
);
const _: () = (::cloudflow_runtime::__private::model::rules::line::instance)(
    "alerts",
    "filter",
    <too_hot as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE,
    &["reading", "out", "out"],
);
const _: () = (::cloudflow_runtime::__private::model::rules::line::setting)(
    &::cloudflow_runtime::__private::model::Instance {
        name: "filter",
        streamlet: <too_hot as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE,
        replicas: 2,
        resources: ::cloudflow_runtime::__private::model::Resources {
            cpu: ::core::option::Option::Some("0.5"),
            memory: ::core::option::Option::Some("512Mi"),
        },
        config: &[
            ::cloudflow_runtime::__private::model::Setting {
                key: "limit",
                value: "90.5",
            },
        ],
    },
    0,
);
const _: () = (::cloudflow_runtime::__private::model::rules::line::instance)(
    "alerts",
    "log",
    <LogEgress<Reading> as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE,
    &["in"],
);
const _: () = (::cloudflow_runtime::__private::model::rules::line::replicas)(
    &::cloudflow_runtime::__private::model::Instance {
        name: "filter",
        streamlet: <too_hot as ::cloudflow_runtime::__private::IsStreamlet>::OUTLINE,
        replicas: 2,
        resources: ::cloudflow_runtime::__private::model::Resources {
            cpu: ::core::option::Option::Some("0.5"),
            memory: ::core::option::Option::Some("512Mi"),
        },
        config: &[
            ::cloudflow_runtime::__private::model::Setting {
                key: "limit",
                value: "90.5",
            },
        ],
    },
    &[("out", ::core::option::Option::Some(12))],
);
