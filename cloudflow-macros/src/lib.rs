//! The macros of Cloudflow; their documentation stands where `cloudflow-runtime` re-exports them.

#![expect(
    clippy::large_enum_variant,
    reason = "what a macro reads is made once and lives for one expansion; a box would only hide it"
)]

mod blueprint;
mod editor;
mod errors;
#[cfg(test)]
mod golden;
mod paths;
mod record;
mod schema;
mod streamlet;
mod text;

use proc_macro::TokenStream;

#[expect(missing_docs, reason = "documented at the re-export, where its examples compile")]
#[proc_macro_attribute]
pub fn streamlet(arguments: TokenStream, item: TokenStream) -> TokenStream {
    streamlet::expand(arguments.into(), &item.into()).into()
}

#[expect(missing_docs, reason = "documented at the re-export, where its examples compile")]
#[proc_macro]
pub fn blueprint(input: TokenStream) -> TokenStream {
    blueprint::expand(input.into()).into()
}

#[expect(missing_docs, reason = "documented at the re-export, where its examples compile")]
#[proc_macro_derive(AvroRecord, attributes(avro))]
pub fn avro_record(input: TokenStream) -> TokenStream {
    record::expand(input.into()).into()
}

#[expect(missing_docs, reason = "documented at the re-export, where its examples compile")]
#[proc_macro]
pub fn avro_schema(input: TokenStream) -> TokenStream {
    schema::expand(input.into()).into()
}
