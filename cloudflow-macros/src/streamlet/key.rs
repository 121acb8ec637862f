//! What makes the key of a record, as text that changes only when the code does.
//!
//! `blueprint.lock` keeps it, so neither the name of a parameter nor the way the code is laid out may
//! count. Rustc prints tokens as they were spaced, so they are printed here.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Pat, Stmt};

use super::model::Key;

/// What the record is called in the text.
const RECORD: &str = "record";

impl Key {
    /// Returns the key as an expression over `record`, or as a closure where it takes the record apart.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Function(path) => format!("{}({RECORD})", print(path.to_token_stream(), None)),
            Self::Closure { parameter, body } => {
                let body = bare(body).to_token_stream();
                match without_type(parameter) {
                    Pat::Ident(pattern) if pattern.subpat.is_none() => {
                        print(body, Some(&pattern.ident.to_string()))
                    }
                    pattern => {
                        let pattern = print(pattern.to_token_stream(), None);
                        format!("|{pattern}| {}", print(body, None))
                    }
                }
            }
        }
    }
}

fn without_type(pattern: &Pat) -> &Pat {
    match pattern {
        Pat::Type(typed) => without_type(&typed.pat),
        Pat::Paren(inner) => without_type(&inner.pat),
        other => other,
    }
}

/// Takes off what layout may put around an expression.
fn bare(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(inner) => bare(&inner.expr),
        Expr::Group(inner) => bare(&inner.expr),
        Expr::Block(block) if block.attrs.is_empty() && block.label.is_none() => {
            match block.block.stmts.as_slice() {
                [Stmt::Expr(inner, None)] => bare(inner),
                _ => expression,
            }
        }
        other => other,
    }
}

/// Prints tokens, with [`RECORD`] for `parameter`. Spaces stand where the tokens need them, and after
/// commas and semicolons.
fn print(tokens: TokenStream, parameter: Option<&str>) -> String {
    let mut text = String::new();
    let mut is_word = false;
    let mut is_field = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let follows_word = std::mem::replace(&mut is_word, false);
        let follows_dot = std::mem::replace(&mut is_field, false);
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => (" { ", " }"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                text.push_str(&print(group.stream(), parameter));
                text.push_str(close);
            }
            TokenTree::Punct(mark) => {
                // A comma at the end of a list in several lines; a list of one may be a tuple.
                let is_last = tokens.peek().is_none();
                if mark.as_char() == ',' && is_last && text.contains(',') {
                    break;
                }
                text.push(mark.as_char());
                if matches!(mark.as_char(), ',' | ';') && !is_last {
                    text.push(' ');
                }
                is_field = mark.as_char() == '.' && mark.spacing() == Spacing::Alone;
            }
            word @ (TokenTree::Ident(_) | TokenTree::Literal(_)) => {
                let written = word.to_string();
                let is_parameter = !follows_dot && parameter == Some(written.as_str());
                if follows_word {
                    text.push(' ');
                }
                text.push_str(if is_parameter { RECORD } else { &written });
                is_word = true;
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use syn::{ExprClosure, parse_quote, parse_str};

    use super::*;

    /// Returns the text of a closure, which is parsed as it is laid out here.
    fn text(closure: &str) -> String {
        let closure: ExprClosure = parse_str(closure).unwrap();
        let parameter = Box::new(closure.inputs[0].clone());
        Key::Closure { parameter, body: closure.body }.text()
    }

    #[test]
    fn neither_names_nor_layout_count() {
        for (closure, expected) in [
            ("|metric| &metric.device_id", "&record.device_id"),
            ("|m: &Metric| { & m . device_id }", "&record.device_id"),
            ("|m| (m.m, &m.site)", "(record.m, &record.site)"),
            ("|m| (\n    m.m,\n    &m.site,\n)", "(record.m, &record.site)"),
            ("|m| (m.m,)", "(record.m,)"),
            ("|m| m.site.as_deref().unwrap_or(\"m\")", "record.site.as_deref().unwrap_or(\"m\")"),
            ("|m| of(m)", "of(record)"),
            (
                "|m| match m.kind { Kind::A => 1, Kind::B => m.n as i64 }",
                "match record.kind { Kind::A=>1, Kind::B=>record.n as i64 }",
            ),
            ("|Metric { site, .. }| site", "|Metric { site, .. }| site"),
        ] {
            assert_eq!(text(closure), expected, "{closure}");
        }
    }

    #[test]
    fn what_is_another_key_is_another_text() {
        let keys = [
            "|m| &m.site",
            "|m| &m.sites",
            "|m| &m.site.name",
            "|m| (&m.site, m.kind)",
            "|m| site(m)",
        ];
        let mut texts = keys.map(text).to_vec();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), keys.len(), "{texts:?}");
    }

    #[test]
    fn a_function_is_called_with_the_record() {
        assert_eq!(Key::Function(parse_quote!(keys::site)).text(), "keys::site(record)");
    }
}
