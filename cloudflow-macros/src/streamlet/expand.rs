//! The expansion: the function, a type of the same name, and its implementation of `Streamlet`.

use cloudflow_model::{Access, ParameterKind};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{AttrStyle, Attribute, GenericParam, ItemFn};

use super::model::{Config, Logic, Partitioning, Port, Streamlet, Volume};
use super::{body, editor, released};
use crate::paths::Paths;

pub(crate) fn streamlet(streamlet: &Streamlet) -> TokenStream {
    let Streamlet { function, name, paths, .. } = streamlet;
    let declaration = declaration(function, name);
    let constants = constants(streamlet);
    let (context, body) = body::run(streamlet);
    let implementation = implementation(function, name, paths, &constants, &context, &body);
    let lints = lints(streamlet);
    let asked = released::asked(streamlet);
    let described = editor::described(streamlet);
    quote! {
        #lints
        #function
        #declaration
        #implementation
        #asked
        #described
    }
}

/// The outline and the descriptor.
pub(crate) fn constants(streamlet: &Streamlet) -> (TokenStream, TokenStream) {
    (outline(streamlet), descriptor(streamlet))
}

/// Lints that do not know what a streamlet is.
fn lints(streamlet: &Streamlet) -> TokenStream {
    let Streamlet { function, name, logic, .. } = streamlet;
    // A function with another name than its type need not be visible where the type is.
    let visibility = (function.sig.ident != *name).then(
        || quote!(#[allow(unreachable_pub, reason = "the visibility is that of the streamlet")]),
    );
    // A value function owns what it takes, whatever it does with it, and its result is for the runtime.
    let shape = matches!(logic, Logic::Value(..)).then(|| {
        quote! {
            #[allow(
                clippy::must_use_candidate,
                clippy::needless_pass_by_value,
                reason = "the shape of a streamlet"
            )]
        }
    });
    quote!(#visibility #shape)
}

/// The type that stands for the streamlet. It lives in the type namespace alone, so that it can have
/// the name of the function.
pub(crate) fn declaration(function: &ItemFn, name: &Ident) -> TokenStream {
    let visibility = &function.vis;
    let attributes = kept(&function.attrs, &["cfg", "doc"]);
    let has_docs = attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
    let docs = (!has_docs).then(|| {
        let text = format!("The streamlet `{}`.", name.unraw());
        quote!(#[doc = #text])
    });
    let generics = &function.sig.generics;
    let shape = if generics.params.is_empty() {
        quote!(enum #name {})
    } else {
        let parameters =
            generics.params.iter().filter(|parameter| !is_lifetime(parameter)).map(|parameter| {
                match parameter {
                    GenericParam::Const(parameter) => parameter.to_token_stream(),
                    GenericParam::Type(parameter) => parameter.ident.to_token_stream(),
                    GenericParam::Lifetime(_) => TokenStream::new(),
                }
            });
        let types = generics.type_params().map(|parameter| &parameter.ident);
        quote! {
            struct #name<#(#parameters),*> {
                types: ::core::marker::PhantomData<fn() -> (#(#types,)*)>,
            }
        }
    };
    quote! {
        #(#attributes)*
        #docs
        #[allow(dead_code, non_camel_case_types, reason = "a streamlet is named, never made")]
        #[derive(Debug)]
        #visibility #shape
    }
}

fn is_lifetime(parameter: &GenericParam) -> bool {
    matches!(parameter, GenericParam::Lifetime(_))
}

pub(crate) fn kept<'a>(attributes: &'a [Attribute], names: &[&str]) -> Vec<&'a Attribute> {
    attributes
        .iter()
        // Those of the body (`//!`) stay there: they are no attributes of another item.
        .filter(|attribute| matches!(attribute.style, AttrStyle::Outer))
        .filter(|attribute| names.iter().any(|name| attribute.path().is_ident(name)))
        .collect()
}

/// The implementation of `Streamlet`, around what is given as its parts; the constants are the outline
/// and the descriptor.
pub(crate) fn implementation(
    function: &ItemFn,
    name: &Ident,
    paths: &Paths,
    (outline, descriptor): &(TokenStream, TokenStream),
    context: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let attributes = kept(&function.attrs, &["cfg"]);
    let (generics, arguments, bounds) = function.sig.generics.split_for_impl();
    let [streamlet, descriptor_type, context_type, future, result] = [
        paths.private(quote!(Streamlet)),
        paths.model(quote!(Descriptor<'static>)),
        paths.private(quote!(Context)),
        paths.private(quote!(BoxFuture)),
        paths.private(quote!(StreamletResult)),
    ];
    quote! {
        #(#attributes)*
        #[automatically_derived]
        impl #generics #streamlet for #name #arguments #bounds {
            const OUTLINE: &'static #descriptor_type = #outline;

            const DESCRIPTOR: &'static #descriptor_type = #descriptor;

            fn run(#context: #context_type) -> #future<'static, #result> {
                #body
            }
        }
    }
}

/// The schemas of all ports.
pub(crate) fn schemas(streamlet: &Streamlet) -> Vec<TokenStream> {
    let inlets = streamlet.inlets().map(|port| inlet_schema(&streamlet.paths, port));
    let outlets = streamlet.outlets().into_iter().map(|port| outlet_schema(streamlet, port));
    inlets.chain(outlets).collect()
}

fn inlet_schema(paths: &Paths, port: &Port) -> TokenStream {
    let (record, bound) = (&port.record, bound(paths, port));
    quote!(<#record as #bound>::SCHEMA)
}

fn outlet_schema(streamlet: &Streamlet, port: &Port) -> TokenStream {
    let paths = &streamlet.paths;
    let bound = match streamlet.logic {
        Logic::Streams => bound(paths, port),
        Logic::Value(..) if streamlet.returns_alias() => paths.private(quote!(HasRecords)),
        Logic::Value(..) => paths.private(quote!(IsRecord)),
    };
    let record = &port.record;
    quote!(<#record as #bound>::SCHEMA)
}

/// What the record of a port must be. Another name for an `Option` is none that the macro sees.
fn bound(paths: &Paths, port: &Port) -> TokenStream {
    paths.private(if port.is_optional { quote!(IsRecord) } else { quote!(IsData) })
}

/// What the function declares, but for the schemas of its ports.
fn outline(streamlet: &Streamlet) -> TokenStream {
    let paths = &streamlet.paths;
    let name = streamlet.name.unraw().to_string();
    let description = &streamlet.description;
    let unknown = paths.model(quote!(Schema::Null));
    let unknown = quote!(&#unknown);
    let inlets = streamlet
        .inlets()
        .map(|port| inlet(paths, port, &unknown, &port.is_optional.to_token_stream()));
    let outlets = streamlet.outlets().into_iter().map(|port| outlet(streamlet, port, &unknown));
    let config = streamlet.config().map(|config| parameter(paths, config));
    let volumes = streamlet.volumes().map(|(_, volume)| mount(paths, volume));
    let server = if streamlet.has_server() {
        let server = paths.model(quote!(Server));
        quote!(::core::option::Option::Some(#server::HTTP))
    } else {
        quote!(::core::option::Option::None)
    };
    let partitioning = partitioning(streamlet);
    let descriptor = paths.model(quote!(Descriptor));
    quote! {
        &#descriptor {
            name: #name,
            description: #description,
            inlets: &[#(#inlets),*],
            outlets: &[#(#outlets),*],
            config: &[#(#config),*],
            volumes: &[#(#volumes),*],
            server: #server,
            partitioning: #partitioning,
        }
    }
}

fn partitioning(streamlet: &Streamlet) -> TokenStream {
    let partitioning = streamlet.paths.model(quote!(Partitioning));
    match streamlet.partitioning.as_ref().map(Partitioning::plain_names) {
        None => quote!(#partitioning::Unsaid),
        Some(None) => quote!(#partitioning::Independent),
        Some(Some(names)) => quote!(#partitioning::CoPartitioned(&[#(#names),*])),
    }
}

/// The outline with the schemas.
fn descriptor(streamlet: &Streamlet) -> TokenStream {
    let paths = &streamlet.paths;
    let inlets = streamlet
        .inlets()
        .map(|port| inlet(paths, port, &inlet_schema(paths, port), &takes_tombstones(paths, port)));
    let outlets = streamlet
        .outlets()
        .into_iter()
        .map(|port| outlet(streamlet, port, &outlet_schema(streamlet, port)));
    let (descriptor, outline) = (paths.model(quote!(Descriptor)), outline_path(paths));
    quote! {
        &#descriptor {
            inlets: &[#(#inlets),*],
            outlets: &[#(#outlets),*],
            ..*#outline
        }
    }
}

/// The path of the outline inside the implementation. `Self::OUTLINE` would be ambiguous for a user
/// who has imported another trait with such a constant.
pub(super) fn outline_path(paths: &Paths) -> TokenStream {
    let streamlet = paths.private(quote!(Streamlet));
    quote!(<Self as #streamlet>::OUTLINE)
}

fn inlet(
    paths: &Paths,
    port: &Port,
    schema: &TokenStream,
    tombstones: &TokenStream,
) -> TokenStream {
    let (inlet, name) = (paths.model(quote!(Inlet)), &port.name);
    quote!(#inlet { name: #name, schema: #schema, tombstones: #tombstones })
}

fn takes_tombstones(paths: &Paths, port: &Port) -> TokenStream {
    if port.is_optional {
        return quote!(true);
    }
    let (data, is_data) = (&port.data, paths.private(quote!(IsData)));
    quote!(<#data as #is_data>::TAKES_TOMBSTONES)
}

fn outlet(streamlet: &Streamlet, port: &Port, schema: &TokenStream) -> TokenStream {
    let (outlet, name) = (streamlet.paths.model(quote!(Outlet)), &port.name);
    let key = match &port.key {
        Some(key) => {
            let text = key.text();
            quote!(::core::option::Option::Some(#text))
        }
        None => quote!(::core::option::Option::None),
    };
    // What a function sends by itself may have keys.
    let is_keyless = port.key.is_none() && matches!(streamlet.logic, Logic::Value(..));
    quote!(#outlet { name: #name, schema: #schema, key: #key, is_keyless: #is_keyless })
}

fn parameter(paths: &Paths, config: &Config) -> TokenStream {
    let parameter = paths.model(quote!(ConfigParameter));
    let kinds = paths.model(quote!(ParameterKind));
    let Config { key, description, .. } = config;
    let kind = match config.kind() {
        ParameterKind::Integer { min, max } => {
            let (min, max) = (number(min), number(max));
            quote!(Integer { min: #min, max: #max })
        }
        ParameterKind::Float => quote!(Float),
        ParameterKind::Boolean => quote!(Boolean),
        ParameterKind::Duration => quote!(Duration),
        ParameterKind::MemorySize => quote!(MemorySize),
        ParameterKind::String { pattern: Some(pattern) } => {
            quote!(String { pattern: ::core::option::Option::Some(#pattern) })
        }
        // The model may grow kinds; the table of types in `config` does not know them yet.
        _ => quote!(String { pattern: ::core::option::Option::None }),
    };
    let default = match &config.default {
        Some(value) => {
            let text = &value.text;
            quote!(::core::option::Option::Some(#text))
        }
        None => quote!(::core::option::Option::None),
    };
    quote! {
        #parameter { key: #key, description: #description, kind: #kinds::#kind, default: #default }
    }
}

/// Writes the ends of `i64` by name: their digits say nothing to a reader.
fn number(number: i64) -> TokenStream {
    match number {
        i64::MIN => quote!(i64::MIN),
        i64::MAX => quote!(i64::MAX),
        _ => proc_macro2::Literal::i64_unsuffixed(number).into_token_stream(),
    }
}

fn mount(paths: &Paths, volume: &Volume) -> TokenStream {
    let mount = paths.model(quote!(VolumeMount));
    let access = paths.model(quote!(Access));
    let access = match volume.access {
        Access::ReadOnly => quote!(#access::ReadOnly),
        Access::ReadWrite => quote!(#access::ReadWrite),
    };
    let Volume { name, path, .. } = volume;
    let path = &path.text;
    quote!(#mount { name: #name, path: #path, access: #access })
}

/// Returns the identifier as a local of generated code, which the user's code can neither see nor
/// shadow.
pub(crate) fn local(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(Span::mixed_site());
    ident
}
