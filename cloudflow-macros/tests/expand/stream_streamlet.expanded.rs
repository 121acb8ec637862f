#[allow(unreachable_pub, reason = "the visibility is that of the streamlet")]
/// Repeats what it reads.
async fn echo<T: AvroRecord>(
    mut data: Inlet<T>,
    mut out: Outlet<T>,
    folder: PathBuf,
    listener: TcpListener,
) -> StreamletResult {
    Ok(())
}
/// Repeats what it reads.
#[allow(dead_code, non_camel_case_types, reason = "a streamlet is named, never made")]
#[derive(Debug)]
struct Echo<T> {
    types: ::core::marker::PhantomData<fn() -> (T,)>,
}
#[automatically_derived]
impl<T: AvroRecord> ::cloudflow_runtime::__private::Streamlet for Echo<T> {
    const OUTLINE: &'static ::cloudflow_runtime::__private::model::Descriptor<'static> = &::cloudflow_runtime::__private::model::Descriptor {
        name: "Echo",
        description: "Repeats what it reads.",
        inlets: &[
            ::cloudflow_runtime::__private::model::Inlet {
                name: "data",
                schema: &::cloudflow_runtime::__private::model::Schema::Null,
                tombstones: false,
            },
        ],
        outlets: &[
            ::cloudflow_runtime::__private::model::Outlet {
                name: "out",
                schema: &::cloudflow_runtime::__private::model::Schema::Null,
                key: ::core::option::Option::None,
                is_keyless: false,
            },
        ],
        config: &[],
        volumes: &[
            ::cloudflow_runtime::__private::model::VolumeMount {
                name: "folder",
                path: "/data",
                access: ::cloudflow_runtime::__private::model::Access::ReadWrite,
            },
        ],
        server: ::core::option::Option::Some(
            ::cloudflow_runtime::__private::model::Server::HTTP,
        ),
        partitioning: ::cloudflow_runtime::__private::model::Partitioning::Unsaid,
    };
    const DESCRIPTOR: &'static ::cloudflow_runtime::__private::model::Descriptor<
        'static,
    > = &::cloudflow_runtime::__private::model::Descriptor {
        inlets: &[
            ::cloudflow_runtime::__private::model::Inlet {
                name: "data",
                schema: <T as ::cloudflow_runtime::__private::IsData>::SCHEMA,
                tombstones: <T as ::cloudflow_runtime::__private::IsData>::TAKES_TOMBSTONES,
            },
        ],
        outlets: &[
            ::cloudflow_runtime::__private::model::Outlet {
                name: "out",
                schema: <T as ::cloudflow_runtime::__private::IsData>::SCHEMA,
                key: ::core::option::Option::None,
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
            let data = ::cloudflow_runtime::__private::Port::<T>::new("data")
                .inlet(&mut context)?;
            let out = ::cloudflow_runtime::__private::Port::<T>::new("out")
                .outlet(&mut context)?;
            let folder = context.volume("folder")?;
            let listener = context.listener()?;
            echo::<T>(data, out, folder, listener).await
        })
    }
}
#[automatically_derived]
impl<T: AvroRecord> ::cloudflow_runtime::__private::WritesParameter<0> for Echo<T> {
    type Record = T;
}
#[cfg(rust_analyzer)]
const _: () = {
    pub struct Ports<T: AvroRecord> {
        ///Inlet `data`.
        pub data: ::cloudflow_runtime::__private::Inlet<T>,
        ///Outlet `out`.
        pub out: ::cloudflow_runtime::__private::Outlet<T>,
    }
    pub struct Settings<T: AvroRecord> {}
    impl<T: AvroRecord> ::core::ops::Deref for Settings<T> {
        type Target = ::cloudflow_runtime::__private::InstanceSettings;
        fn deref(&self) -> &::cloudflow_runtime::__private::InstanceSettings {
            loop {}
        }
    }
    impl<T: AvroRecord> ::cloudflow_runtime::__private::Described for Echo<T> {
        type Ports = Ports<T>;
        type Settings = Settings<T>;
    }
};
