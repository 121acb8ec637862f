//! What the macros write, as reviewed: each file in `tests/expand` beside its expansion.
//!
//! `UPDATE_GOLDEN=1 cargo test -p cloudflow-macros` writes the expansions anew; then read them.

use std::fs;
use std::path::{Path, PathBuf};

use quote::{ToTokens, quote};
use syn::{Attribute, File, Item, parse_quote};

/// Expands the one macro of ours in an item.
fn expand(item: Item) -> proc_macro2::TokenStream {
    match item {
        Item::Fn(mut function) => {
            let attribute = take(&mut function.attrs, "streamlet");
            let arguments = match attribute.meta {
                syn::Meta::List(list) => list.tokens,
                _ => proc_macro2::TokenStream::new(),
            };
            crate::streamlet::expand(arguments, &function.into_token_stream())
        }
        Item::Macro(item) if item.mac.path.is_ident("blueprint") => {
            crate::blueprint::expand(item.mac.tokens)
        }
        Item::Struct(mut item) => {
            take(&mut item.attrs, "derive");
            crate::record::expand(item.into_token_stream())
        }
        Item::Enum(mut item) => {
            take(&mut item.attrs, "derive");
            crate::record::expand(item.into_token_stream())
        }
        other => panic!("nothing to expand: {}", other.into_token_stream()),
    }
}

/// Expands the macro for editors, as it is for them.
fn for_editors(item: Item) -> proc_macro2::TokenStream {
    let Item::Macro(item) = &item else { return item.into_token_stream() };
    let (attributes, items) = (&item.attrs, &item.mac.tokens);
    match item.mac.path.segments.last().unwrap().ident.to_string().as_str() {
        "only_in_editors" => quote! {
            #(#attributes)*
            #[cfg(rust_analyzer)]
            const _: () = { #items };
        },
        other => panic!("an expansion should not need `{other}!`"),
    }
}

fn take(attributes: &mut Vec<Attribute>, name: &str) -> Attribute {
    let at = attributes.iter().position(|attribute| attribute.path().is_ident(name)).unwrap();
    attributes.remove(at)
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expand");
    let is_case = |path: &PathBuf| !path.to_string_lossy().ends_with(".expanded.rs");
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(is_case).collect()
}

#[test]
fn expansions_are_as_reviewed() {
    let cases = cases();
    assert!(!cases.is_empty());
    for path in cases {
        let File { items, .. } = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
        let expanded: Vec<_> = items.into_iter().map(expand).collect();
        let expanded: File = parse_quote!(#(#expanded)*);
        let expanded: Vec<_> = expanded.items.into_iter().map(for_editors).collect();
        let written = prettyplease::unparse(&parse_quote!(#(#expanded)*));
        let golden = path.with_extension("expanded.rs");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &written).unwrap();
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        assert_eq!(
            written,
            expected,
            "{} expands otherwise\nhelp: UPDATE_GOLDEN=1 cargo test -p cloudflow-macros",
            path.display()
        );
    }
}
