//! The expansion for topics with released schemas: what is wrong, and where rustc shall report it.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use super::lock::{self, Checked, Lock};
use super::model::Blueprint;
use super::resolve::Indices;
use crate::paths::{Paths, call, ends, respanned};

/// Asserts for each topic with released schemas that its outlets may write to it what they do.
pub(super) fn assertions(
    blueprint: &Blueprint,
    indices: &Indices,
    lock: &Lock,
    paths: &Paths,
) -> TokenStream {
    let checked = lock::checked(blueprint, indices, lock);
    checked.iter().map(|checked| assertion(blueprint, checked, lock, paths)).collect()
}

/// One constant for a topic. Rustc stops where a streamlet's answer panics, on the tokens of the record;
/// where none does and there is a problem nevertheless, it is reported at the topic.
///
/// The type that stands for the topic is declared in a block of its own: it is called like the topic,
/// and so may be a streamlet.
fn assertion(blueprint: &Blueprint, checked: &Checked, lock: &Lock, paths: &Paths) -> TokenStream {
    let [option, problem, port, released, otherwise, topic_trait] = [
        quote!(::core::option::Option),
        paths.model(quote!(Problem)),
        paths.model(quote!(PortRef)),
        paths.model(quote!(rules::released_schema)),
        paths.private(quote!(Otherwise)),
        paths.private(quote!(ReleasedTopic)),
    ];
    let name = &blueprint.name;
    let ports = checked.ports.iter().map(|(instance, name)| {
        let instance = Literal::usize_unsuffixed(*instance);
        quote!(#port { instance: #instance, port: #name })
    });
    let index = Literal::usize_unsuffixed(checked.topic);
    let topic = lock.topics.get(checked.topic).map_or("", |topic| &topic.name);
    let topic = as_type(topic);
    let (asked, answers): (Vec<_>, Vec<_>) = checked
        .ports
        .iter()
        .enumerate()
        .map(|(at, (instance, _))| ask(blueprint, *instance, at, &topic, &checked.tokens, paths))
        .unzip();
    let found = Ident::new("problem", Span::mixed_site());
    let refusal = call(paths.model(quote!(refuse)), &checked.tokens, quote!(#found));
    quote! {
        const _: () = {
            use #otherwise as _;
            const __PROBLEM: &#option<#problem> = &#released(#name::CHECKED, &[#(#ports),*], #index);
            #(#asked)*
            {
                #[allow(non_camel_case_types, reason = "the name is that of a topic")]
                enum #topic {}
                impl #topic_trait for #topic {
                    const PROBLEM: &'static #option<#problem> = __PROBLEM;
                }
                #(#answers)*
            }
            if let #option::Some(#found) = __PROBLEM {
                #refusal
            }
        };
    }
}

/// Returns the declarations that say who is asked about the outlet of an instance, and the expression
/// that asks.
fn ask(
    blueprint: &Blueprint,
    instance: usize,
    at: usize,
    topic: &Ident,
    tokens: &TokenStream,
    paths: &Paths,
) -> (TokenStream, TokenStream) {
    let streamlet = blueprint.instances.get(instance).map(|instance| &instance.streamlet);
    let instance = Literal::usize_unsuffixed(instance);
    let [refused_outlet, answer, asked_streamlet, asked_record, writes_trait, written] = [
        paths.private(quote!(refused_outlet)),
        paths.private(quote!(Answer)),
        paths.private(quote!(AskedStreamlet)),
        paths.private(quote!(AskedRecord)),
        paths.private(quote!(Writes)),
        paths.private(quote!(WrittenTo)),
    ];
    let outlet = format_ident!("__OUTLET_{at}");
    let (writer, record) = (format_ident!("__Streamlet{at}"), format_ident!("__Record{at}"));
    let answer = quote!(#answer::<#streamlet, #outlet>);
    let declarations = quote! {
        const #outlet: ::core::primitive::usize = #refused_outlet(__PROBLEM, #instance);
        type #writer = <#streamlet as #asked_streamlet<{ #answer::OF_STREAMLET }>>::Type;
        type #record = <#streamlet as #asked_record<#outlet, { #answer::OF_RECORD }>>::Type;
    };
    let (first, last) = ends(tokens);
    let end = Ident::new("AS_RELEASED", last);
    let of_streamlet = respanned(quote!(<#writer as #writes_trait<#topic, #outlet>>::), first);
    let of_record = respanned(quote!(<#record as #written<#topic>>::), first);
    (declarations, quote!(#of_streamlet #end; #of_record #end;))
}

/// Returns the name of a topic as that of a type, which errors show.
fn as_type(topic: &str) -> Ident {
    let letters = topic.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' });
    let name: String = letters.collect();
    let is_name = syn::parse_str::<Ident>(&name).is_ok();
    Ident::new(&if is_name { name } else { format!("topic_{name}") }, Span::call_site())
}
