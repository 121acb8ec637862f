//! The body of `run`: it opens what the parameters declare and calls the function.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Pat, PatType, ReturnType, Type};

use super::concurrency::Overlap;
use super::expand::local;
use super::model::{Failure, Key, Logic, Parameter, Port, Returns, Role, Streamlet};
use super::returns;
use crate::paths::Paths;
use crate::text;

/// Returns the parameter of `run` and its body.
pub(crate) fn run(streamlet: &Streamlet) -> (TokenStream, TokenStream) {
    let context = context(streamlet);
    let opened: TokenStream = streamlet
        .parameters
        .iter()
        .filter_map(|parameter| open(&streamlet.paths, &context, parameter))
        .collect();
    let call = match &streamlet.logic {
        Logic::Streams => over_streams(streamlet, &context),
        Logic::Value(returns, overlap) => {
            over_records(streamlet, returns, overlap.as_ref(), &context)
        }
    };
    let needs_mut = !streamlet.outlets().is_empty()
        || streamlet.has_server()
        || streamlet.inlets().next().is_some();
    let binding = if needs_mut { quote!(mut #context) } else { quote!(#context) };
    let body = quote! {
        ::std::boxed::Box::pin(async move {
            #opened
            #call
        })
    };
    (binding, body)
}

/// The name of the context: another one where a parameter has the usual one for something else.
fn context(streamlet: &Streamlet) -> Ident {
    let is_taken = streamlet
        .parameters
        .iter()
        .any(|parameter| parameter.ident == "context" && !matches!(parameter.role, Role::Context));
    let name = if is_taken { "runtime_context" } else { "context" };
    Ident::new(name, Span::mixed_site())
}

/// Opens what a parameter declares.
fn open(paths: &Paths, context: &Ident, parameter: &Parameter) -> Option<TokenStream> {
    let ident = local(&parameter.ident);
    let opened = match &parameter.role {
        Role::Inlet(Port { name, data, .. }) => {
            let port = paths.private(quote!(Port));
            quote!(#port::<#data>::new(#name).inlet(&mut #context)?)
        }
        Role::Outlet(port) => {
            let record = &port.record;
            outlet(paths, context, port, &quote!(Port), &record.to_token_stream())
        }
        Role::Config(config) => {
            let (ty, key) = (&config.ty, &config.key);
            quote!(#context.config::<#ty>(#key)?)
        }
        Role::Volume(volume) => {
            let name = &volume.name;
            quote!(#context.volume(#name)?)
        }
        Role::Server => quote!(#context.listener()?),
        Role::Context => return None,
    };
    Some(quote!(let #ident = #opened;))
}

/// Opens an outlet through `door`, with its key; `item` is the type of its records.
fn outlet(
    paths: &Paths,
    context: &Ident,
    port: &Port,
    door: &TokenStream,
    item: &TokenStream,
) -> TokenStream {
    let door = paths.private(door);
    let Port { name, data, key, .. } = port;
    let Some(key) = key else {
        return quote!(#door::<#data>::new(#name).outlet(&mut #context)?);
    };
    let is_key = paths.private(quote!(IsKey));
    let buffer = Ident::new("buffer", Span::mixed_site());
    // The record under our name, as if it stood at `span`: what the user expects of it is wrong there.
    let record_at = |span: Span| Ident::new("record", Span::mixed_site().located_at(span));
    let record_here = record_at(Span::call_site());
    let (parameter, typed, value) = match key {
        Key::Closure { parameter, body } => match &**parameter {
            Pat::Type(PatType { pat, ty, .. }) => {
                let is_keyed = paths.private(quote!(IsKeyed));
                let given = quote!(<#ty as #is_keyed<'_, #item>>::of(#record_here));
                (quote!(#record_here), quote!(let #pat: #ty = #given;), body.to_token_stream())
            }
            pattern => (pattern.to_token_stream(), TokenStream::new(), body.to_token_stream()),
        },
        Key::Function(path) => {
            let given = record_at(text::span(&path.to_token_stream()));
            (quote!(#record_here), TokenStream::new(), quote!(#path(#given)))
        }
    };
    let value = reference(value);
    quote! {
        #door::<#data>::new(#name).keyed_outlet(
            &mut #context,
            |#parameter: &#item, #buffer: &mut ::std::vec::Vec<u8>| {
                #typed
                #is_key::write(#value, #buffer)
            },
        )?
    }
}

/// Returns `&(value)` with the place of `value`, where rustc reports that it is no key.
fn reference(value: TokenStream) -> TokenStream {
    let mut spans = value.clone().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    let last = spans.last().unwrap_or(first);
    let mut group = Group::new(Delimiter::Parenthesis, value);
    group.set_span(last);
    quote_spanned!(first=> & #group)
}

/// A function over streams is called once.
fn over_streams(streamlet: &Streamlet, context: &Ident) -> TokenStream {
    let paths = &streamlet.paths;
    let arguments = streamlet.parameters.iter().map(|parameter| match parameter.role {
        Role::Context => context.clone(),
        _ => local(&parameter.ident),
    });
    let call = call(streamlet, &quote!(#(#arguments),*));
    let returned = match &streamlet.function.sig.output {
        ReturnType::Default => return quote!(#call.await; ::core::result::Result::Ok(())),
        ReturnType::Type(_, ty) => ty,
    };
    if returns::is_streamlet_result(returned) {
        return quote!(#call.await);
    }
    let failure = match returns::failure_of(returned) {
        Some(failure) => check(paths, &failure, "IsError"),
        None => check(paths, &Failure::Error((**returned).clone()), "CanReturn"),
    };
    let within =
        returns::within(returned).map(|value| check(paths, &Failure::Error(value), "CanReturn"));
    let logic = paths.private(quote!(Logic));
    quote! {
        #failure
        #within
        #logic::<(), #returned>::new().finish(#call.await)
    }
}

/// A value function is called for each record.
fn over_records(
    streamlet: &Streamlet,
    returns: &Returns,
    overlap: Option<&Overlap>,
    context: &Ident,
) -> TokenStream {
    let paths = &streamlet.paths;
    let logic = paths.private(quote!(Logic));
    let overlap = overlap.map(|overlap| overlap.call(paths));
    let is_inlet = |parameter: &&Parameter| matches!(parameter.role, Role::Inlet(_));
    let Some(Parameter { ident, role: Role::Inlet(Port { data: taken, .. }) }) =
        streamlet.parameters.iter().find(is_inlet)
    else {
        return TokenStream::new();
    };
    let inlet = local(ident);
    // The function owns its configuration, so each call gets a copy.
    let arguments = streamlet.parameters.iter().map(|parameter| {
        let ident = local(&parameter.ident);
        match parameter.role {
            Role::Inlet(_) => quote!(#ident),
            _ => quote!(::core::clone::Clone::clone(&#ident)),
        }
    });
    let call = call(streamlet, &quote!(#(#arguments),*));
    let call = match (returns, &streamlet.function.sig.asyncness) {
        // Whether the iterator behind this trait can wait for the outlet in another thread is hidden.
        (Returns::Iterator { is_opaque: true, .. }, Some(_)) => {
            let returned = Ident::new("returned", Span::mixed_site());
            let collected = collected(&quote!(#returned.await));
            quote!({
                let #returned = #call;
                async move { #collected }
            })
        }
        (Returns::Iterator { is_opaque: true, .. }, None) => collected(&call),
        _ => call,
    };
    let call = match streamlet.function.sig.asyncness {
        Some(_) => call,
        None => quote!(::core::future::ready(#call)),
    };
    let function = quote!(move |#inlet| #call);
    let name = |port: &Port| outlet_name(streamlet, port);
    match returns {
        Returns::Nothing { returned } => {
            let check =
                returns::failure_of(returned).map(|failure| check(paths, &failure, "IsError"));
            quote! {
                #check
                #logic::<#taken, #returned>::new()#overlap.sink(#inlet, #function).await
            }
        }
        Returns::Records { outlet: port, returned, failure, may_be_alias } => {
            let check = failure.as_ref().map(|failure| check(paths, failure, "IsFailure"));
            let record = port.record.to_token_stream();
            let opened = if *may_be_alias {
                let has_records = paths.private(quote!(HasRecords));
                let item = quote!(<#record as #has_records>::Item);
                outlet(paths, context, port, &quote!(ValuePort), &item)
            } else {
                outlet(paths, context, port, &quote!(Port), &record)
            };
            let out = name(port);
            quote! {
                #check
                let #out = #opened;
                #logic::<#taken, #returned>::new()#overlap.value(#inlet, #out, #function).await
            }
        }
        Returns::Iterator { outlet: port, .. } => {
            let item = &port.record;
            let opened = outlet(paths, context, port, &quote!(Port), &item.to_token_stream());
            let out = name(port);
            quote! {
                let #out = #opened;
                #logic::<#taken, #item>::new()#overlap.iterator(#inlet, #out, #function).await
            }
        }
        Returns::Either { ok, err, returned, failure } => {
            let check = failure.as_ref().map(|failure| check(paths, failure, "IsError"));
            let opened = [ok, err].map(|port| {
                let name = name(port);
                let item = port.record.to_token_stream();
                let opened = outlet(paths, context, port, &quote!(Port), &item);
                quote!(let #name = #opened;)
            });
            let (ok, err) = (name(ok), name(err));
            quote! {
                #check
                #(#opened)*
                #logic::<#taken, #returned>::new()#overlap.either(#inlet, #ok, #err, #function).await
            }
        }
    }
}

fn collected(records: &TokenStream) -> TokenStream {
    quote!(::core::iter::Iterator::collect::<::std::vec::Vec<_>>(
        ::core::iter::IntoIterator::into_iter(#records)
    ))
}

/// States once, on the user's tokens, that a function can fail with this type.
fn check(paths: &Paths, failure: &Failure, bound: &str) -> TokenStream {
    let (ty, bound): (&Type, _) = match failure {
        Failure::Error(ty) => (ty, format_ident!("{bound}")),
        Failure::Within(ty) => (ty, format_ident!("CanFail")),
    };
    let bound = paths.private(bound);
    quote!(let () = <#ty as #bound>::CHECKED;)
}

/// Calls the function, with its type parameters.
fn call(streamlet: &Streamlet, arguments: &TokenStream) -> TokenStream {
    let name = &streamlet.function.sig.ident;
    let (_, generics, _) = streamlet.function.sig.generics.split_for_impl();
    let turbofish = generics.as_turbofish();
    quote!(#name #turbofish(#arguments))
}

/// The local that holds the outlet of a value function, which no parameter is called like.
fn outlet_name(streamlet: &Streamlet, port: &Port) -> Ident {
    let is_taken = streamlet.parameters.iter().any(|parameter| parameter.ident == port.name);
    let name = if is_taken { format!("{}_outlet", port.name) } else { port.name.clone() };
    text::ident(&name, Span::mixed_site())
}
