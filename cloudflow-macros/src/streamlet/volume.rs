//! `#[volume("/path", read_only)]` and `#[server]`: what of a pod a streamlet uses.

use cloudflow_model::Access;
use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Meta, Token, Type};

use super::model::Volume;
use super::parse::last_segment;
use crate::text::{self, Value, ValueKind};

const SHAPE: &str = "`#[volume]` says where the directory is mounted\n\
                     help: write `#[volume(\"/data\")]` or `#[volume(\"/data\", read_write)]`";

/// Reads the parameter `ident: ty` with its `#[volume]` attribute.
pub(crate) fn parse(ident: &Ident, ty: &Type, attribute: &Attribute) -> syn::Result<Volume> {
    if last_segment(ty).as_deref() != Some("PathBuf") {
        let message = format!("a volume is a directory\nhelp: write `{ident}: PathBuf`");
        return Err(syn::Error::new_spanned(ty, message));
    }
    let Meta::List(list) = &attribute.meta else {
        return Err(syn::Error::new_spanned(attribute, SHAPE));
    };
    list.parse_args_with(|input: ParseStream<'_>| {
        let path: Value = input.parse().map_err(|_| syn::Error::new_spanned(attribute, SHAPE))?;
        if path.kind != ValueKind::String {
            return Err(syn::Error::new_spanned(&path.tokens, SHAPE));
        }
        let mut access = Access::ReadOnly;
        if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let word = input.call(Ident::parse_any)?;
            access = match word.to_string().as_str() {
                "read_only" => Access::ReadOnly,
                "read_write" => Access::ReadWrite,
                other => {
                    let known = ["read_only", "read_write"];
                    let message = text::unknown("access", other, &known, "the kinds of access");
                    return Err(syn::Error::new_spanned(&word, message));
                }
            };
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(Volume { name: text::plain_name(ident), path, access })
    })
}

/// Checks the parameter with a `#[server]` attribute.
pub(crate) fn server(ty: &Type, attribute: &Attribute) -> syn::Result<()> {
    if last_segment(ty).as_deref() != Some("TcpListener") {
        let message = "a server port is a listener\nhelp: write `listener: TcpListener`";
        return Err(syn::Error::new_spanned(ty, message));
    }
    match &attribute.meta {
        Meta::Path(_) => Ok(()),
        meta => {
            let message = "`#[server]` has no arguments\nhelp: write `#[server]`";
            Err(syn::Error::new_spanned(meta, message))
        }
    }
}
