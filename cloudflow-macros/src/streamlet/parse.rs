//! From a function with its attributes to the declaration that they make; no rule is looked at.

use cloudflow_model::nearest;
use proc_macro2::{Ident, Punct, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::{
    Attribute, FnArg, GenericArgument, GenericParam, ItemFn, Pat, PatType, PathArguments, Type,
    parse_quote,
};

use super::arguments::{Arguments, OutletAttribute};
use super::concurrency::Overlap;
use super::model::{Logic, Parameter, Partitioning, Port, Returns, Role, Streamlet};
use super::{config, returns, volume};
use crate::errors::Errors;
use crate::paths::Paths;
use crate::text;

/// The attributes of parameters that belong to the macro.
const PARAMETER_ATTRIBUTES: &[&str] = &["config", "outlet", "server", "volume"];

/// Removes the attributes that belong to the macro, so that the function stays an ordinary one.
pub(crate) fn stripped(function: &ItemFn) -> ItemFn {
    let mut function = function.clone();
    function.attrs.retain(|attribute| !attribute.path().is_ident("outlet"));
    for input in &mut function.sig.inputs {
        let (FnArg::Typed(PatType { attrs, .. }) | FnArg::Receiver(syn::Receiver { attrs, .. })) =
            input;
        attrs.retain(|attribute| own(attribute).is_none() && !attribute.path().is_ident("doc"));
    }
    function
}

/// Returns which attribute of ours this is, or is meant to be.
fn own(attribute: &Attribute) -> Option<(&Ident, &'static str)> {
    let ident = attribute.path().get_ident()?;
    let known = nearest(&ident.to_string(), PARAMETER_ATTRIBUTES)?;
    (ident != "cfg").then_some((ident, known))
}

/// Reads the streamlet that `function` declares, as far as it can be read.
pub(crate) fn streamlet(
    arguments: TokenStream,
    function: &ItemFn,
    errors: &mut Errors,
) -> Streamlet {
    let arguments = Arguments::parse(arguments, errors);
    signature(function, errors);
    let is_level_three = typed(function).any(|parameter| is_port_or_context(&parameter.ty));
    let mut read: Vec<_> = typed(function)
        .enumerate()
        .filter_map(|(index, input)| parameter(index, input, is_level_three, errors))
        .collect();
    let logic = if is_level_three {
        streams(function, &arguments, errors);
        Overlap::new(&arguments, function, false, errors);
        Logic::Streams
    } else {
        one_record(function, &mut read, errors);
        let attributes: Vec<_> = function
            .attrs
            .iter()
            .filter(|attribute| attribute.path().is_ident("outlet"))
            .filter_map(|attribute| errors.keep(OutletAttribute::parse(attribute)))
            .collect();
        let outlets = arguments.outlets.as_ref();
        let returns = returns::parse(function, outlets, attributes, errors);
        let returns = returns.unwrap_or_else(|| Returns::Nothing { returned: parse_quote!(()) });
        Logic::Value(returns, Overlap::new(&arguments, function, true, errors))
    };
    let partitioning = partitioning(arguments.partitioning, function, &read, errors);
    Streamlet {
        name: arguments.name.unwrap_or_else(|| function.sig.ident.clone()),
        description: text::description(&function.attrs),
        paths: Paths::new(arguments.runtime.as_ref()),
        function: stripped(function),
        parameters: read,
        logic,
        partitioning,
    }
}

fn typed(function: &ItemFn) -> impl Iterator<Item = &PatType> {
    function.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(input),
        FnArg::Receiver(_) => None,
    })
}

/// Refuses what no streamlet can have, whatever its level.
fn signature(function: &ItemFn, errors: &mut Errors) {
    let signature = &function.sig;
    if let Some(token) = signature.unsafety {
        errors.at(token, "a streamlet must not be an `unsafe fn`\nhelp: remove `unsafe`");
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(variadic, "a streamlet takes a fixed number of parameters\nhelp: remove `...`");
    }
    let is_reference = |parameter: &PatType| matches!(*parameter.ty, Type::Reference(_));
    for parameter in &signature.generics.params {
        match parameter {
            // A reference is the mistake then, and is reported where it stands.
            GenericParam::Lifetime(_) if typed(function).any(is_reference) => {}
            GenericParam::Lifetime(lifetime) => {
                let message = "a streamlet must not have lifetime parameters\n\
                               help: take records and ports by value";
                errors.at(lifetime, message);
            }
            GenericParam::Type(any)
                if any.bounds.is_empty() && signature.generics.where_clause.is_none() =>
            {
                let name = &any.ident;
                let message = format!(
                    "`{name}` may be any type, and the records of a port must be records\n\
                     help: write `{name}: AvroRecord`"
                );
                errors.at(name, message);
            }
            _ => {}
        }
    }
}

/// Finds a `+` at the end of a type in the signature, where rustc allows one.
pub(crate) fn dangling_plus(function: &ItemFn) -> Option<Punct> {
    let types = typed(function).map(|parameter| parameter.ty.to_token_stream());
    types.chain([function.sig.output.to_token_stream()]).find_map(plus_at_an_end)
}

fn plus_at_an_end(tokens: TokenStream) -> Option<Punct> {
    let mut before = None;
    for token in tokens {
        let (plus, ends) = match &token {
            TokenTree::Punct(punct) => {
                let ends = matches!(punct.as_char(), '>' | ',');
                (Some(punct.clone()).filter(|punct| punct.as_char() == '+'), ends)
            }
            TokenTree::Group(group) => match plus_at_an_end(group.stream()) {
                Some(plus) => return Some(plus),
                None => (None, false),
            },
            _ => (None, false),
        };
        if ends && before.is_some() {
            return before;
        }
        before = plus;
    }
    before
}

/// Checks what only functions over streams must keep to.
fn streams(function: &ItemFn, arguments: &Arguments, errors: &mut Errors) {
    if function.sig.asyncness.is_none() {
        let message = format!(
            "`{0}` has ports as parameters, so it must be async\nhelp: write `async fn {0}`",
            function.sig.ident
        );
        errors.at(function.sig.fn_token, message);
    }
    if let Some(outlets) = &arguments.outlets {
        let message = "the outlets of this streamlet are its `Outlet` parameters\n\
                       help: remove the argument, or return the records and take one by value";
        errors.at(&outlets.tokens, message);
    }
    for attribute in &function.attrs {
        if attribute.path().is_ident("outlet") {
            let message = "the outlets of this streamlet are its `Outlet` parameters\n\
                           help: move the attribute to one of them";
            errors.at(attribute, message);
        }
    }
}

/// Checks that there are several inlets to say something about.
fn partitioning(
    written: Option<Partitioning>,
    function: &ItemFn,
    read: &[Parameter],
    errors: &mut Errors,
) -> Option<Partitioning> {
    let written = written?;
    let is_inlet = |parameter: &&Parameter| matches!(parameter.role, Role::Inlet(_));
    let inlets = read.iter().filter(is_inlet).count();
    // What could not be read may have been an inlet.
    if inlets > 1 || read.len() < typed(function).count() {
        return Some(written);
    }
    let message = format!(
        "{} is about several inlets, and `{}` has {}\nhelp: remove it",
        written.quoted(),
        function.sig.ident,
        if inlets == 0 { "none" } else { "one" }
    );
    errors.at(&written.tokens, message);
    None
}

/// Checks that a value function takes exactly one record, and keeps the first.
fn one_record(function: &ItemFn, read: &mut Vec<Parameter>, errors: &mut Errors) {
    let name = &function.sig.ident;
    let count = read.len();
    let mut records = read.iter().filter(|parameter| matches!(parameter.role, Role::Inlet(_)));
    let (first, second) = (records.next(), records.next());
    if let (Some(first), Some(second)) = (first, second) {
        let message = format!(
            "`{name}` takes two records, `{}` and `{}`, but a value function takes one\n\
             help: mark configuration with `#[config]`, or write an `async fn` with an `Inlet` for each",
            first.ident, second.ident
        );
        errors.at(&second.ident, message);
        let mut is_first = true;
        read.retain(|parameter| {
            !matches!(parameter.role, Role::Inlet(_)) || std::mem::take(&mut is_first)
        });
    } else if first.is_none() && typed(function).count() == count {
        let message = format!(
            "`{name}` takes no record\n\
             help: add a parameter for one, or write an `async fn` with an `Outlet` parameter"
        );
        errors.at(name, message);
    }
}

fn parameter(
    index: usize,
    input: &PatType,
    is_level_three: bool,
    errors: &mut Errors,
) -> Option<Parameter> {
    let mut own_attributes = Vec::new();
    for attribute in &input.attrs {
        if let Some((ident, known)) = own(attribute) {
            if ident != known {
                let message = text::unknown(
                    "attribute",
                    &ident.to_string(),
                    PARAMETER_ATTRIBUTES,
                    "attributes",
                );
                errors.at(ident, message);
                return None;
            }
            own_attributes.push((known, attribute));
        }
    }
    if let [_, (_, second), ..] = own_attributes.as_slice() {
        errors.at(second, "a parameter has one role\nhelp: keep one of its attributes");
        return None;
    }
    let attribute = own_attributes.first().copied();
    let role_name = attribute.map_or("", |(name, _)| name);
    let is_unnamed = matches!(*input.pat, Pat::Wild(_));
    let ident = match &*input.pat {
        Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none() => {
            pattern.ident.clone()
        }
        // A context or a listener needs no name; a port, key or volume is called like its parameter.
        _ if is_context(&input.ty) || role_name == "server" => format_ident!("parameter_{index}"),
        pattern => {
            let message = if is_unnamed {
                "this parameter needs a name, which its port gets\nhelp: write `_data` instead of `_`"
            } else {
                "this parameter needs a name, which its port gets\n\
                 help: write a name here and take the value apart in the body"
            };
            errors.at(pattern, message);
            return None;
        }
    };
    let role = match attribute {
        Some(("config", attribute)) => {
            Role::Config(config::parse(&ident, &input.ty, attribute, &input.attrs, errors)?)
        }
        Some(("volume", attribute)) => {
            Role::Volume(errors.keep(volume::parse(&ident, &input.ty, attribute))?)
        }
        Some(("server", attribute)) => {
            errors.keep(volume::server(&input.ty, attribute))?;
            Role::Server
        }
        Some((_, attribute)) => errors.keep(keyed_outlet(&ident, &input.ty, attribute))?,
        None if is_level_three => errors.keep(port_or_context(&ident, &input.ty))?,
        None => errors.keep(record(&ident, &input.ty))?,
    };
    Some(Parameter { ident, role })
}

/// The record of a value function.
fn record(ident: &Ident, ty: &Type) -> syn::Result<Role> {
    if let Type::Reference(reference) = ty {
        let what = if is_port_or_context(&reference.elem) { "ports" } else { "record" };
        let message = format!(
            "a streamlet takes its {what} by value\nhelp: write `{ident}: {}`",
            text::of_type(&reference.elem)
        );
        return Err(syn::Error::new_spanned(ty, message));
    }
    if let Type::ImplTrait(_) = ty {
        let message = "the record of a streamlet needs a type with a name\n\
                       help: write a type parameter: `fn name<T: AvroRecord>(data: T)`";
        return Err(syn::Error::new_spanned(ty, message));
    }
    if let Some(advice) = missing_attribute(ty) {
        let message = format!("`{ident}` is not a record\nhelp: {advice}");
        return Err(syn::Error::new_spanned(ty, message));
    }
    Ok(Role::Inlet(port(ident, ty)))
}

/// A parameter of a function over streams that has no attribute of ours.
fn port_or_context(ident: &Ident, ty: &Type) -> syn::Result<Role> {
    match last_segment(ty).as_deref() {
        Some("Inlet") => Ok(Role::Inlet(port(ident, argument(ty)?))),
        Some("Outlet") => Ok(Role::Outlet(port(ident, argument(ty)?))),
        Some("Context") => Ok(Role::Context),
        _ => {
            let advice = missing_attribute(ty).unwrap_or_else(|| {
                format!("write `Inlet<{0}>` or `Outlet<{0}>`", text::of_type(ty))
            });
            let message = format!("`{ident}` is neither a port nor configuration\nhelp: {advice}");
            Err(syn::Error::new_spanned(ty, message))
        }
    }
}

fn keyed_outlet(ident: &Ident, ty: &Type, attribute: &Attribute) -> syn::Result<Role> {
    if last_segment(ty).as_deref() != Some("Outlet") {
        let message = "`#[outlet]` belongs to an `Outlet`\n\
                       help: remove it, or put it on the function that returns the records";
        return Err(syn::Error::new_spanned(attribute, message));
    }
    let OutletAttribute { name, key, .. } = OutletAttribute::parse(attribute)?;
    let mut port = port(ident, argument(ty)?);
    if let Some(name) = name {
        port.name = text::plain_name(&name);
        port.tokens = name.to_token_stream();
    }
    Ok(Role::Outlet(Port { key, ..port }))
}

/// A port of this type, which is a record or `Option` of one.
fn port(ident: &Ident, data: &Type) -> Port {
    let record = returns::optional(data);
    Port {
        name: text::plain_name(ident),
        tokens: ident.to_token_stream(),
        is_optional: record.is_some(),
        record: record.unwrap_or_else(|| data.clone()),
        data: data.clone(),
        key: None,
    }
}

/// Returns what to write when a type looks like something other than a record.
fn missing_attribute(ty: &Type) -> Option<String> {
    match last_segment(ty).as_deref() {
        Some("PathBuf") => Some("mark it `#[volume(\"/data\")]`".to_owned()),
        Some("TcpListener") => Some("mark it `#[server]`".to_owned()),
        _ => config::kind(ty).map(|_| "mark it `#[config]`".to_owned()),
    }
}

/// Returns the record type of an `Inlet<T>` or `Outlet<T>`.
fn argument(ty: &Type) -> syn::Result<&Type> {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && let PathArguments::AngleBracketed(arguments) = &last.arguments
        && let [GenericArgument::Type(record)] =
            arguments.args.iter().collect::<Vec<_>>().as_slice()
    {
        return Ok(record);
    }
    let message =
        "a port names the type of its records\nhelp: write `Inlet<Reading>` or `Outlet<Reading>`";
    Err(syn::Error::new_spanned(ty, message))
}

pub(crate) fn last_segment(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

fn is_context(ty: &Type) -> bool {
    last_segment(ty).as_deref() == Some("Context")
}

fn is_port_or_context(ty: &Type) -> bool {
    matches!(last_segment(ty).as_deref(), Some("Inlet" | "Outlet" | "Context"))
}
