//! What an editor knows of a blueprint: instances as locals, their ports as fields.
//!
//! It reads the tokens by itself, since a line under the cursor is mostly unfinished.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::editor;
use crate::paths::Paths;

/// Returns a function that mentions what the body of the blueprint mentions.
pub(crate) fn mentions(input: &TokenStream, paths: &Paths) -> TokenStream {
    let Some(body) = input.clone().into_iter().find_map(braces) else {
        return TokenStream::new();
    };
    let (mut instances, mut ports) = (TokenStream::new(), TokenStream::new());
    for (name, section) in sections(body) {
        match name.to_string().as_str() {
            "streamlets" => instances.extend(self::instances(section, paths)),
            "connections" | "topics" => ports.extend(self::ports(section, paths)),
            _ => {}
        }
    }
    editor::only_there(
        paths,
        &[],
        &quote! {
            fn blueprint() {
                #instances
                #ports
            }
        },
    )
}

fn sections(body: TokenStream) -> impl Iterator<Item = (Ident, TokenStream)> {
    let mut last = None;
    body.into_iter().filter_map(move |token| match token {
        TokenTree::Ident(name) => {
            last = Some(name);
            None
        }
        other => Some((last.take()?, braces(other)?)),
    })
}

fn braces(token: TokenTree) -> Option<TokenStream> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    }
}

/// `name = Streamlet { key = value };` as a local with the ports of the streamlet, and another with
/// its settings.
fn instances(section: TokenStream, paths: &Paths) -> TokenStream {
    let described = paths.private(quote!(Described));
    let mut tokens = section.into_iter().peekable();
    let mut locals = TokenStream::new();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(name) = token else { continue };
        if tokens.next_if(|token| is(token, '=')).is_none() {
            continue;
        }
        let mut streamlet = TokenStream::new();
        let mut settings = TokenStream::new();
        for token in tokens.by_ref() {
            if is(&token, ';') {
                break;
            }
            if let TokenTree::Group(group) = &token
                && group.delimiter() == Delimiter::Brace
            {
                settings = keys(group.stream());
                break;
            }
            streamlet.extend([token]);
        }
        if let Some(name) = local(&name)
            && !streamlet.is_empty()
        {
            locals.extend(quote! {
                let #name: <#streamlet as #described>::Ports;
                {
                    let settings: <#streamlet as #described>::Settings;
                    #settings
                }
            });
        }
    }
    locals
}

/// The keys of `key = value, key = value`.
fn keys(settings: TokenStream) -> TokenStream {
    let mut is_key = true;
    let mut fields = TokenStream::new();
    for token in settings {
        match token {
            TokenTree::Ident(key) if is_key => {
                let key = local(&key);
                fields.extend(key.map(|key| quote!(settings.#key;)));
                is_key = false;
            }
            other => is_key = is(&other, ','),
        }
    }
    fields
}

/// Each `instance.port`, and what may become one; behind a topic's, its settings.
fn ports(section: TokenStream, paths: &Paths) -> TokenStream {
    let settings_of_topics = paths.private(quote!(TopicSettings));
    let mut tokens = section.into_iter().peekable();
    let mut mentions = TokenStream::new();
    while let Some(token) = tokens.next() {
        let instance = match token {
            TokenTree::Ident(instance) => instance,
            other => {
                if let Some(settings) = braces(other) {
                    let settings = keys(settings);
                    mentions.extend(quote!({ let settings: #settings_of_topics; #settings }));
                }
                continue;
            }
        };
        let Some(instance) = local(&instance) else { continue };
        mentions.extend(instance.into_token_stream());
        if let Some(dot) = tokens.next_if(|token| is(token, '.')) {
            mentions.extend([dot]);
            let port = tokens.next_if(|token| matches!(token, TokenTree::Ident(_)));
            if let Some(TokenTree::Ident(port)) = port {
                mentions.extend(local(&port).into_token_stream());
            }
        }
        mentions.extend(quote!(;));
    }
    mentions
}

fn local(name: &Ident) -> Option<Ident> {
    let text = name.to_string();
    editor::ident(text.strip_prefix("r#").unwrap_or(&text), name.span())
}

fn is(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what is mentioned of a blueprint with this line among its connections.
    #[track_caller]
    fn mentions(line: &str) -> String {
        let input = format!(
            "app {{ streamlets {{ a = source {{ rate = 1 }}; b = sink<Reading>; }} connections {{ {line} }} }}"
        );
        let input = input.parse().expect("tokens");
        let found = super::mentions(&input, &Paths::new(None)).to_string();
        found.split_whitespace().collect()
    }

    #[test]
    fn instances_ports_and_keys_are_mentioned() {
        let found = mentions("a.out => b.in;");
        assert!(found.contains("leta:<sourceas"), "{found}");
        assert!(found.contains("letb:<sink<Reading>as"), "{found}");
        assert!(found.contains("settings.rate;"), "{found}");
        assert!(found.contains("a.out;b.r#in;"), "{found}");
    }

    /// An editor compares the expansion of what is there with that of the same text and a name at the
    /// cursor; up to there they must be the same.
    #[test]
    fn a_name_at_the_cursor_changes_nothing_before_it() {
        for unfinished in
            ["a.|", "|", "a.out => |", "a.out => b.|;", "a.| => b.in;", "a.out => b.in, b.|"]
        {
            let (before, after) = (
                mentions(&unfinished.replace('|', "")),
                mentions(&unfinished.replace('|', "Cursor")),
            );
            let at = after.find("Cursor").expect("a cursor");
            assert_eq!(before.get(..at), after.get(..at), "{unfinished}");
        }
    }

    #[test]
    fn nothing_is_mentioned_of_what_is_no_blueprint() {
        for input in [
            "",
            "app",
            "app { }",
            "app { streamlets }",
            "app { streamlets { = ; = } topics { { } } }",
        ] {
            let _ = super::mentions(&input.parse().expect("tokens"), &Paths::new(None));
        }
    }
}
