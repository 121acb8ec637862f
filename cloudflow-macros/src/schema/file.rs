//! Reading the files: where they are, and what is wrong when they cannot be read.

use std::fs;
use std::path::{Path, PathBuf};

use cloudflow_model::nearest;
use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use super::source::Source;
use crate::text::list;

/// How many files of a folder a message lists.
const MOST_LISTED: usize = 8;

/// Reads the file that a literal names, or returns why it cannot be read.
pub(super) fn read(literal: &LitStr) -> Result<Source, String> {
    let path = literal.value();
    if Path::new(&path).has_root() {
        return Err(absolute(&path));
    }
    let folder = folder(literal);
    let whole = folder.join(&path);
    let bytes = fs::read(&whole).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => missing(&path, &whole),
        _ => format!("cannot read `{path}`: {error}\nhelp: the path is `{}`", whole.display()),
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes().get(..before).unwrap_or_default());
        let source = Source { path: path.clone(), text: text.into_owned() };
        format!("{}: the file is not UTF-8\nhelp: save it as UTF-8", source.position(before))
    })?;
    // A mark of the byte order is no JSON, and nobody sees it.
    let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned);
    Ok(Source { path, text })
}

/// Returns an item that makes rustc and Cargo know of the file, so that a change of it is seen.
pub(super) fn watch(literal: &LitStr) -> TokenStream {
    if is_beside_source(&literal.value()) {
        return quote!(
            const _: &[::core::primitive::u8] = ::core::include_bytes!(#literal);
        );
    }
    let path = format!("/{}", literal.value());
    quote! {
        const _: &[::core::primitive::u8] =
            ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #path));
    }
}

/// Paths start at the package, as those of Cargo do; with a dot in front at the source file, as those
/// of `include_str!` do.
fn folder(literal: &LitStr) -> PathBuf {
    if is_beside_source(&literal.value())
        && let Some(file) = literal.span().local_file()
        && let Some(folder) = file.parent()
    {
        return folder.to_owned();
    }
    std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default()
}

fn is_beside_source(path: &str) -> bool {
    path.starts_with("./") || path.starts_with("../")
}

/// The path of one machine is that of no other, so a package that names it builds nowhere else.
fn absolute(path: &str) -> String {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let help = match Path::new(path).strip_prefix(package) {
        Ok(inside) => format!("write `{}`: a path starts at the package", inside.display()),
        Err(_) => {
            "a path starts at the package: write `schemas/Reading.avsc`, for example".to_owned()
        }
    };
    format!("`{path}` is an absolute path, which other machines do not have\nhelp: {help}")
}

fn missing(path: &str, whole: &Path) -> String {
    // Without the `.` of `./`, which says nothing.
    let whole: PathBuf = whole.components().collect();
    let folder = whole.parent().unwrap_or(&whole);
    let problem = format!("there is no file `{path}`");
    let Ok(entries) = fs::read_dir(folder) else {
        return format!("{problem}\nhelp: there is no folder `{}` either", folder.display());
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "avsc"))
        .collect();
    names.sort();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let wanted = whole.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let folder = folder.display();
    let extended = format!("{wanted}.avsc");
    let near = known.iter().find(|name| **name == extended).copied();
    let help = match (near.or_else(|| nearest(&wanted, &known)), known.get(..MOST_LISTED)) {
        (Some(near), _) => {
            let before = path.strip_suffix(wanted.as_ref()).unwrap_or_default();
            format!("did you mean `{before}{near}`?")
        }
        (None, _) if known.is_empty() => format!("there is no .avsc file in `{folder}`"),
        (None, Some(first)) => format!("`{folder}` holds {}, …", list(first)),
        (None, None) => format!("`{folder}` holds {}", list(&known)),
    };
    format!("{problem}\nhelp: {help}")
}
