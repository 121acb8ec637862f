//! The expansion for topics with released schemas: where rustc points.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::model::{Checked, CheckedField};
use crate::paths::call;

/// A constant that panics where a topic is released with something else: each call stands on the name that
/// it is about.
pub(super) fn places(record: &Checked<'_>, fields: &[CheckedField<'_>]) -> TokenStream {
    let Checked { ident, private, .. } = record;
    let fields = fields.iter().enumerate().map(|(index, field)| {
        let index = Literal::usize_unsuffixed(index);
        let function = quote!(#private::released_field::<__Topic>);
        call(function, &field.ident.to_token_stream(), index.to_token_stream())
    });
    let function = quote!(#private::released_record::<__Topic>);
    let whole = call(function, &ident.to_token_stream(), TokenStream::new());
    quote! {
        #[automatically_derived]
        impl<__Topic: #private::ReleasedTopic> #private::WrittenTo<__Topic> for #ident {
            const AS_RELEASED: () = {
                #(#fields;)*
                #whole
            };
        }
    }
}
