//! What a value function returns, read from the tokens of its return type.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{
    GenericArgument, ItemFn, PathArguments, ReturnType, Type, TypeImplTrait, TypeParamBound,
    parse_quote,
};

use super::arguments::{Names, OutletAttribute, Outlets};
use super::model::{Failure, Port, Returns};
use super::parse::last_segment;
use crate::errors::Errors;
use crate::text;

/// Reads the return type of `function`, with the outlets and keys that attributes give.
pub(crate) fn parse(
    function: &ItemFn,
    outlets: Option<&Outlets>,
    attributes: Vec<OutletAttribute>,
    errors: &mut Errors,
) -> Option<Returns> {
    let returned: Type = match &function.sig.output {
        ReturnType::Default => parse_quote!(()),
        ReturnType::Type(_, ty) => (**ty).clone(),
    };
    let mut returns = match outlets {
        Some(Outlets { names: Names::Two(ok, err), tokens }) => {
            let Some((a, b, failure)) = either(&returned) else {
                let message = "two outlets need a `Result`: `Ok` goes to the first, `Err` to the second\n\
                               help: return `Result<Valid, Invalid>`, or write `outlet = name`";
                match &function.sig.output {
                    ReturnType::Default => errors.at(tokens, message),
                    ReturnType::Type(_, ty) => errors.at(ty, message),
                }
                return None;
            };
            no_tombstones(&a, errors)?;
            no_tombstones(&b, errors)?;
            Returns::Either { ok: port(ok, a), err: port(err, b), returned, failure }
        }
        _ if is_nothing(&returned) => {
            if let Some(outlets) = outlets {
                let message = "a function that returns nothing has no outlet\n\
                               help: remove the argument, or return a record";
                errors.at(&outlets.tokens, message);
            }
            Returns::Nothing { returned }
        }
        _ => {
            let name = match outlets {
                Some(Outlets { names: Names::One(name), .. }) => name.clone(),
                // It has no token of its own; what is said about it is said about the type.
                _ => Ident::new("out", returned.span()),
            };
            one(&name, returned, errors)?
        }
    };
    keys(&mut returns, attributes, errors);
    Some(returns)
}

/// A single outlet.
fn one(name: &Ident, returned: Type, errors: &mut Errors) -> Option<Returns> {
    if let Type::ImplTrait(bounds) = &returned {
        let Some((item, is_opaque)) = item(bounds) else {
            let message = "a streamlet returns records, not this trait\n\
                           help: write `impl IntoIterator<Item = Record>`";
            errors.at(&returned, message);
            return None;
        };
        no_tombstones(&item, errors)?;
        return Some(Returns::Iterator { outlet: port(name, item), is_opaque });
    }
    let (records, failure) = match result(&returned) {
        Some((records, error)) => (records, Some(failure(&returned, error))),
        None => (returned.clone(), None),
    };
    let (record, may_be_alias) = match several(&records) {
        Some(record) => {
            no_tombstones(&record, errors)?;
            (record, false)
        }
        None => (records, true),
    };
    Some(Returns::Records { outlet: port(name, record), returned, failure, may_be_alias })
}

/// Refuses an `Option` where it could only be meant for a tombstone.
fn no_tombstones(record: &Type, errors: &mut Errors) -> Option<()> {
    let Some(inner) = optional(record) else { return Some(()) };
    let message = format!(
        "a value function returns records, and no tombstones\n\
         help: write `{0}` here, or an `async fn` with an `Outlet<Option<{0}>>`",
        text::of_type(&inner)
    );
    errors.at(record, message);
    None
}

/// Gives the outlets their keys.
fn keys(returns: &mut Returns, attributes: Vec<OutletAttribute>, errors: &mut Errors) {
    let mut ports: Vec<&mut Port> = match returns {
        Returns::Nothing { .. } => Vec::new(),
        Returns::Records { outlet, .. } | Returns::Iterator { outlet, .. } => vec![outlet],
        Returns::Either { ok, err, .. } => vec![ok, err],
    };
    for OutletAttribute { tokens, name, key } in attributes {
        let names: Vec<_> = ports.iter().map(|port| port.name.clone()).collect();
        let known: Vec<_> = names.iter().map(String::as_str).collect();
        let at = match &name {
            Some(name) => names.iter().position(|known| name == known),
            None if names.len() > 1 => {
                let message = format!(
                    "this streamlet has two outlets\nhelp: say which one: `#[outlet({}, key = …)]`",
                    names.join(" or ")
                );
                errors.at(&tokens, message);
                continue;
            }
            None => Some(0),
        };
        match (at.and_then(|at| ports.get_mut(at)), &name) {
            (Some(port), _) if port.key.is_none() => port.key = key,
            (Some(port), _) => {
                let message =
                    format!("outlet `{}` has two keys\nhelp: keep one of them", port.name);
                errors.at(&tokens, message);
            }
            (None, Some(name)) if !known.is_empty() => {
                errors.at(name, text::unknown("outlet", &name.to_string(), &known, "the outlets"));
            }
            (None, _) => {
                let message =
                    "this streamlet returns nothing, so it has no outlet\nhelp: remove `#[outlet]`";
                errors.at(&tokens, message);
            }
        }
    }
}

fn port(name: &Ident, record: Type) -> Port {
    Port {
        name: text::plain_name(name),
        tokens: name.to_token_stream(),
        data: record.clone(),
        record,
        is_optional: false,
        key: None,
    }
}

/// Returns the `T` of `Option<T>`.
pub(crate) fn optional(ty: &Type) -> Option<Type> {
    arguments(ty, "Option")?.into_iter().next()
}

/// Returns whether the type is `()` or `Result<(), …>`.
fn is_nothing(ty: &Type) -> bool {
    let is_unit = |ty: &Type| matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty());
    is_unit(ty) || is_streamlet_result(ty) || result(ty).is_some_and(|(value, _)| is_unit(&value))
}

/// Returns whether the type is the runtime's own result, by its name.
pub(crate) fn is_streamlet_result(ty: &Type) -> bool {
    last_segment(ty).as_deref() == Some("StreamletResult")
}

/// Returns with what a function of this return type fails, if it is a `Result`.
pub(crate) fn failure_of(ty: &Type) -> Option<Failure> {
    result(ty).map(|(_, error)| failure(ty, error))
}

/// Returns what is in a `Result` of this type, if it is something.
pub(crate) fn within(ty: &Type) -> Option<Type> {
    if is_nothing(ty) { None } else { result(ty).map(|(value, _)| value) }
}

/// Returns the type arguments of a path that ends in `name<…>`.
fn arguments(ty: &Type, name: &str) -> Option<Vec<Type>> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    });
    Some(types.collect())
}

/// Takes `Result<T, E>` apart; `E` is absent where a `Result` of that name has it built in.
fn result(ty: &Type) -> Option<(Type, Option<Type>)> {
    let mut types = arguments(ty, "Result")?.into_iter();
    Some((types.next()?, types.next()))
}

fn failure(returned: &Type, error: Option<Type>) -> Failure {
    error.map_or_else(|| Failure::Within(returned.clone()), Failure::Error)
}

/// Takes the `Result<A, B>` of two outlets apart, or the `Result<Result<A, B>, E>` that can fail.
fn either(ty: &Type) -> Option<(Type, Type, Option<Failure>)> {
    let (value, error) = result(ty)?;
    match result(&value) {
        Some((ok, Some(err))) => Some((ok, err, Some(failure(ty, error)))),
        _ => Some((value, error?, None)),
    }
}

/// Returns the `T` of `Option<T>`, `Vec<T>` and `[T; N]`.
fn several(ty: &Type) -> Option<Type> {
    if let Type::Array(array) = ty {
        return Some((*array.elem).clone());
    }
    ["Option", "Vec"].iter().find_map(|name| arguments(ty, name)?.into_iter().next())
}

/// Returns the `T` of `impl IntoIterator<Item = T>` and `impl Iterator<Item = T>`, and whether it is
/// the first of the two.
fn item(ty: &TypeImplTrait) -> Option<(Type, bool)> {
    ty.bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let last = bound.path.segments.last()?;
        if last.ident != "IntoIterator" && last.ident != "Iterator" {
            return None;
        }
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(item) if item.ident == "Item" => {
                Some((item.ty.clone(), last.ident == "IntoIterator"))
            }
            _ => None,
        })
    })
}
