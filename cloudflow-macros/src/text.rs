//! Words of messages, and the texts in doc comments and literals.

use cloudflow_model::nearest;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, ExprLit, Lit, LitInt, Meta, Token};

/// Returns `` `a`, `b`, `c` ``.
pub(crate) fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Returns the advice about an unknown name: what was meant, or what there is.
pub(crate) fn advice(wanted: &str, known: &[&str], what: &str) -> String {
    match nearest(wanted, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{what} are {}", list(known)),
    }
}

/// Returns the message about a name that is not among `known`.
pub(crate) fn unknown(what: &str, wanted: &str, known: &[&str], plural: &str) -> String {
    format!("unknown {what} `{wanted}`\nhelp: {}", advice(wanted, known, plural))
}

/// Returns the name of a port or a key: the identifier without `r#` and a leading `_`.
pub(crate) fn plain_name(ident: &Ident) -> String {
    let name = ident.unraw().to_string();
    match name.strip_prefix('_') {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => name,
    }
}

/// Returns where the first of the tokens stands.
pub(crate) fn span(tokens: &TokenStream) -> Span {
    tokens.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// Returns the identifier for a name that may be a keyword.
pub(crate) fn ident(name: &str, span: Span) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(_) => Ident::new(name, span),
        Err(_) => Ident::new_raw(name, span),
    }
}

/// Returns a type as a person writes it.
pub(crate) fn of_type(ty: &impl ToTokens) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (from, to) in
        [(" :: ", "::"), (":: ", "::"), (" < ", "<"), (" >", ">"), (" ,", ","), ("& ", "&")]
    {
        text = text.replace(from, to);
    }
    text
}

/// Returns the text of the doc comments: lines joined by spaces, paragraphs by line breaks.
pub(crate) fn description(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    let mut ends_paragraph = false;
    for line in attributes.iter().filter_map(doc_line).flat_map(|text| lines(&text)) {
        if line.is_empty() {
            ends_paragraph = !text.is_empty();
            continue;
        }
        if !text.is_empty() {
            text.push(if ends_paragraph { '\n' } else { ' ' });
        }
        ends_paragraph = false;
        text.push_str(&line);
    }
    text
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else { return None };
    if !meta.path.is_ident("doc") {
        return None;
    }
    match &meta.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

fn lines(text: &str) -> Vec<String> {
    text.split('\n').map(|line| line.trim().trim_start_matches("* ").to_owned()).collect()
}

/// A value in a macro's input: a literal, with a sign where it is a number.
pub(crate) struct Value {
    /// The tokens to underline.
    pub(crate) tokens: TokenStream,
    /// The text without quotes and underscores.
    pub(crate) text: String,
    /// What was written.
    pub(crate) kind: ValueKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueKind {
    String,
    Integer,
    Float,
    Boolean,
    /// A number with something behind it, such as `512Mi` or `0,5`; only [`Value::with_unit`] reads it.
    Unit,
}

impl ValueKind {
    /// Returns the kind as it stands in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Integer => "an integer",
            Self::Float => "a decimal number",
            Self::Boolean => "a boolean",
            Self::Unit => "a number with a unit",
        }
    }
}

impl Value {
    /// Reads a value that may also be a number with a unit, or with a comma for a point, for settings
    /// where it lacks only quotes.
    pub(crate) fn with_unit(input: ParseStream<'_>) -> syn::Result<Self> {
        let ahead = input.fork();
        let sign: Option<Token![-]> = ahead.parse()?;
        match ahead.parse::<Lit>() {
            Ok(literal @ (Lit::Int(_) | Lit::Float(_))) if !suffix(&literal).is_empty() => {
                input.advance_to(&ahead);
                let tokens = quote::quote!(#sign #literal);
                let minus = if sign.is_some() { "-" } else { "" };
                let text = format!("{minus}{}", literal.to_token_stream());
                Ok(Self { tokens, text, kind: ValueKind::Unit })
            }
            Ok(Lit::Int(_)) if ahead.peek(Token![,]) && ahead.peek2(LitInt) => {
                let whole: Self = input.parse()?;
                let (comma, fraction): (Token![,], LitInt) = (input.parse()?, input.parse()?);
                let (text, before) = (format!("{},{fraction}", whole.text), whole.tokens);
                let tokens = quote::quote!(#before #comma #fraction);
                Ok(Self { tokens, text, kind: ValueKind::Unit })
            }
            _ => input.parse(),
        }
    }
}

impl Parse for Value {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let sign: Option<syn::Token![-]> = input.parse()?;
        let Ok(literal) = input.parse::<Lit>() else {
            // The token itself is where the value should be; at the end there is none.
            let at = input.cursor().token_tree().map(|(token, _)| token);
            let example = match &at {
                Some(TokenTree::Ident(ident)) => ident.to_string(),
                _ => "text".to_owned(),
            };
            let message = no_value(&example);
            return Err(match at {
                Some(token) => syn::Error::new_spanned(token, message),
                None => input.error(message),
            });
        };
        let (text, kind) = match &literal {
            Lit::Str(text) => (text.value(), ValueKind::String),
            Lit::Bool(value) => (value.value.to_string(), ValueKind::Boolean),
            Lit::Int(number) if number.suffix().is_empty() => {
                (number.base10_digits().to_owned(), ValueKind::Integer)
            }
            Lit::Float(number) if number.suffix().is_empty() => {
                (number.base10_digits().to_owned(), ValueKind::Float)
            }
            Lit::Int(number) => {
                return Err(no_suffix(&literal, number.base10_digits(), number.suffix()));
            }
            Lit::Float(number) => {
                return Err(no_suffix(&literal, number.base10_digits(), number.suffix()));
            }
            Lit::Char(character) => {
                let help = format!("help: write `{:?}`", character.value().to_string());
                let message = format!("text stands in double quotes\n{help}");
                return Err(syn::Error::new_spanned(&literal, message));
            }
            _ => return Err(syn::Error::new_spanned(&literal, no_value("text"))),
        };
        if let (Some(sign), ValueKind::String | ValueKind::Boolean) = (sign, kind) {
            return Err(syn::Error::new_spanned(sign, "only numbers have a sign\nhelp: remove it"));
        }
        let text = if sign.is_some() { format!("-{text}") } else { text };
        Ok(Self { tokens: quote::quote!(#sign #literal), text, kind })
    }
}

fn no_value(example: &str) -> String {
    format!("expected a value in quotes, a number, `true` or `false`\nhelp: write `\"{example}\"`")
}

fn suffix(literal: &Lit) -> &str {
    match literal {
        Lit::Int(number) => number.suffix(),
        Lit::Float(number) => number.suffix(),
        _ => "",
    }
}

fn no_suffix(literal: &Lit, digits: &str, suffix: &str) -> syn::Error {
    let help = if cloudflow_model::value::parse_duration(&format!("{digits}{suffix}")).is_some()
        || cloudflow_model::value::parse_memory_size(&format!("{digits}{suffix}")).is_some()
    {
        format!("write `\"{digits} {suffix}\"`")
    } else {
        format!("write `{digits}`")
    };
    syn::Error::new_spanned(
        literal,
        format!("`{suffix}` cannot stand after a number here\nhelp: {help}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn descriptions_join_lines() {
        let function: syn::ItemFn = parse_quote! {
            /// Validates what came,
            ///   and more.
            ///
            /// Second paragraph.
            #[inline]
            fn f() {}
        };
        assert_eq!(
            description(&function.attrs),
            "Validates what came, and more.\nSecond paragraph."
        );
    }

    #[test]
    fn values() {
        for (source, text) in
            [("\"a b\"", "a b"), ("-1_000", "-1000"), ("1.5", "1.5"), ("true", "true")]
        {
            assert_eq!(syn::parse_str::<Value>(source).expect("a value").text, text);
        }
        for (source, words) in [
            (
                "abc",
                "expected a value in quotes, a number, `true` or `false`\nhelp: write `\"abc\"`",
            ),
            ("5s", "`s` cannot stand after a number here\nhelp: write `\"5 s\"`"),
            ("5u8", "`u8` cannot stand after a number here\nhelp: write `5`"),
            ("-true", "only numbers have a sign\nhelp: remove it"),
        ] {
            assert_eq!(syn::parse_str::<Value>(source).err().expect("an error").to_string(), words);
        }
    }

    #[test]
    fn values_that_lack_quotes() {
        for (source, text, kind) in [
            ("512Mi", "512Mi", ValueKind::Unit),
            ("-1.5Gi", "-1.5Gi", ValueKind::Unit),
            ("0,5", "0,5", ValueKind::Unit),
            ("1,5Gi", "1,5Gi", ValueKind::Unit),
            ("2", "2", ValueKind::Integer),
            ("0.5", "0.5", ValueKind::Float),
            ("\"512Mi\"", "512Mi", ValueKind::String),
        ] {
            let value = syn::parse::Parser::parse_str(Value::with_unit, source).expect("a value");
            assert_eq!((value.text.as_str(), value.kind), (text, kind), "{source}");
        }
    }
}
