//! What a field's type tells without the compiler: well-known types that Avro does not have, and
//! the record's own name.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, ExprLit, GenericArgument, Ident, Lit, PathArguments, PathSegment, Type};

use super::errors::Errors;

/// Reports the parts of `ty` that can be no Avro type. Types that only the compiler knows pass.
pub(super) fn check(ty: &Type, errors: &mut Errors) {
    match ungrouped(ty) {
        Type::Path(path) => {
            if let Some(segment) = path.path.segments.last() {
                check_segment(ty, segment, errors);
            }
        }
        Type::Reference(_) | Type::Ptr(_) => errors.push(
            ty,
            "a record must own its fields: a reference is not an Avro type\n\
             help: use `String`, `Vec<T>` or `Box<T>`",
        ),
        Type::Tuple(tuple) if !tuple.elems.is_empty() => errors.push(
            ty,
            "a tuple is not an Avro type\n\
             help: make it a struct with named fields and `#[derive(AvroRecord)]`",
        ),
        Type::Array(_) | Type::Slice(_) => errors.push(
            ty,
            "an array of a fixed length cannot be a field of a record\n\
             help: use `Vec<T>`, or `Bytes` for an array of `u8`",
        ),
        Type::BareFn(_) | Type::TraitObject(_) | Type::ImplTrait(_) | Type::Never(_) => {
            errors.push(ty, "a record holds data only: this cannot be a field of a record\nhelp: remove the field");
        }
        _ => {}
    }
}

fn check_segment(ty: &Type, segment: &PathSegment, errors: &mut Errors) {
    let arguments = type_arguments(segment);
    let name = segment.ident.to_string();
    match (name.as_str(), arguments.as_slice()) {
        ("Vec", [item]) if is_named(item, "u8") => {}
        ("Option", [inner]) if is_named(inner, "Option") => errors.push(
            ty,
            "an `Option` of an `Option` is not an Avro type: a union cannot hold a union\n\
             help: use one `Option`",
        ),
        ("HashMap" | "BTreeMap", [key, value, ..]) => {
            if !is_named(key, "String") {
                let key_text = key.to_token_stream();
                errors.push(
                    key,
                    format!(
                        "the keys of an Avro map must be of type `String`, not `{key_text}`\n\
                         help: use `{name}<String, _>`, or a `Vec` of a record with key and value"
                    ),
                );
            }
            check(value, errors);
        }
        ("Decimal", []) => check_decimal(ty, segment, errors),
        (_, []) => {
            if let Some(instead) = replacement(&name) {
                errors.push(ty, format!("`{name}` is not an Avro type\nhelp: use `{instead}`"));
            }
        }
        _ => {
            for argument in arguments {
                check(argument, errors);
            }
        }
    }
}

/// The digits of a decimal, if they are numbers: rustc would report them where the library counts.
fn check_decimal(ty: &Type, segment: &PathSegment, errors: &mut Errors) {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return };
    let numbers = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Const(Expr::Lit(ExprLit { lit: Lit::Int(number), .. })) => {
            number.base10_parse::<u32>().ok()
        }
        _ => None,
    });
    let numbers: Vec<u32> = numbers.collect();
    let &[precision, scale] = numbers.as_slice() else { return };
    if precision == 0 || precision > 38 {
        errors.push(
            ty,
            format!(
                "a decimal must have 1 to 38 digits, not {precision}\n\
                 help: write `Decimal<38, {scale}>`, or use `Bytes` for more"
            ),
        );
    } else if scale > precision {
        errors.push(
            ty,
            format!(
                "a decimal of {precision} digits cannot have {scale} of them behind the point\n\
                 help: write `Decimal<{scale}, {scale}>`, for example"
            ),
        );
    }
}

/// Returns the Avro type that holds the values of a primitive type of Rust that Avro lacks.
fn replacement(name: &str) -> Option<&'static str> {
    Some(match name {
        "u8" | "u16" | "i8" | "i16" => "i32",
        "u32" | "u64" | "usize" | "isize" => "i64",
        "u128" | "i128" => "i64`, or `String",
        "char" | "str" => "String",
        _ => return None,
    })
}

/// Returns `ty` as the schema names it: with a reference in place of the record's own type, whose
/// schema is not finished yet.
pub(super) fn in_schema(ty: &Type, own: &Ident, private: &TokenStream) -> TokenStream {
    let mut ty = ty.clone();
    replace(&mut ty, own, private);
    ty.into_token_stream()
}

fn replace(ty: &mut Type, own: &Ident, private: &TokenStream) {
    if is_own(ty, own) {
        *ty = Type::Verbatim(quote!(#private::avro::generated::Reference<#own>));
        return;
    }
    match ty {
        Type::Paren(inner) => replace(&mut inner.elem, own, private),
        Type::Group(inner) => replace(&mut inner.elem, own, private),
        Type::Path(path) => {
            for segment in &mut path.path.segments {
                if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                    for argument in &mut arguments.args {
                        if let GenericArgument::Type(inner) = argument {
                            replace(inner, own, private);
                        }
                    }
                }
            }
        }
        _ => {}
    }
}

/// Returns the type itself, of which a macro may have made a group.
pub(super) fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => ungrouped(&inner.elem),
        Type::Group(inner) => ungrouped(&inner.elem),
        _ => ty,
    }
}

/// Returns whether `own` stands anywhere in `ty`.
pub(super) fn mentions(ty: &Type, own: &Ident) -> bool {
    let ty = ungrouped(ty);
    match ty {
        Type::Path(path) => {
            is_own(ty, own)
                || path
                    .path
                    .segments
                    .iter()
                    .flat_map(type_arguments)
                    .any(|argument| mentions(argument, own))
        }
        _ => false,
    }
}

fn is_own(ty: &Type, own: &Ident) -> bool {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            path.path.is_ident("Self") || path.path.is_ident(own)
        }
        _ => false,
    }
}

fn is_named(ty: &Type, name: &str) -> bool {
    match ungrouped(ty) {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == name),
        _ => false,
    }
}

fn type_arguments(segment: &PathSegment) -> Vec<&Type> {
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
