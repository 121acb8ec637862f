//! What is written in `avro_schema!(…)`.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{LitStr, Path, Token};

/// The paths of the files, and where the runtime is found.
pub(super) struct Input {
    pub(super) files: Vec<LitStr>,
    pub(super) krate: Option<Path>,
}

enum Argument {
    File(LitStr),
    Crate(Path),
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![crate]) && input.peek2(Token![=]) {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            return input.parse().map(Self::Crate);
        }
        input.parse().map(Self::File).map_err(|error| {
            syn::Error::new(
                error.span(),
                "the path of a schema file must be a string\n\
                 help: write `avro_schema!(\"schemas/Reading.avsc\");`",
            )
        })
    }
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let arguments = Punctuated::<Argument, Token![,]>::parse_terminated(input)?;
        let mut parsed = Self { files: Vec::new(), krate: None };
        for argument in arguments {
            match argument {
                Argument::File(file) => {
                    if parsed.files.iter().any(|known| known.value() == file.value()) {
                        return Err(syn::Error::new(
                            file.span(),
                            format!("`{}` is given twice\nhelp: remove one of them", file.value()),
                        ));
                    }
                    parsed.files.push(file);
                }
                Argument::Crate(path) => parsed.krate = Some(path),
            }
        }
        if parsed.files.is_empty() {
            return Err(syn::Error::new(
                Span::call_site(),
                "`avro_schema!` must have the path of a schema file\n\
                 help: write `avro_schema!(\"schemas/Reading.avsc\");`",
            ));
        }
        Ok(parsed)
    }
}
