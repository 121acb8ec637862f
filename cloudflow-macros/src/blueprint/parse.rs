//! The grammar of `blueprint!`. After a mistake in one entry it goes on with the next.

use proc_macro2::{Delimiter, Ident, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Token, Visibility, braced, token};

use super::model::{Blueprint, Gaps, PortRef, Topic};
use super::{connection, instance, settings};
use crate::errors::Errors;
use crate::text;

const SECTIONS: &[&str] = &["connections", "streamlets", "topics"];

const SHAPE: &str = "a blueprint has a name and a body\n\
                     help: write `pub my_application { streamlets { … } connections { … } }`";

/// Reads a blueprint, or nothing where not even its name can be read.
pub(crate) fn blueprint(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Blueprint> {
    let attributes = input.call(Attribute::parse_outer)?;
    let visibility: Visibility = input.parse()?;
    let name: Ident = input.parse().map_err(|error| syn::Error::new(error.span(), SHAPE))?;
    let mut blueprint = Blueprint {
        attributes,
        visibility,
        name,
        instances: Vec::new(),
        unread: Vec::new(),
        dashed: Vec::new(),
        connections: Vec::new(),
        topics: Vec::new(),
        unsound_topics: Vec::new(),
        gaps: Gaps::default(),
    };
    if !input.peek(token::Brace) {
        match input.cursor().token_tree() {
            Some((token, _)) => errors.at(token, SHAPE),
            None => errors.at(&blueprint.name, SHAPE),
        }
        blueprint.gaps.instances = true;
        skip_all(input)?;
        return Ok(blueprint);
    }
    let content;
    braced!(content in input);
    sections(&content, &mut blueprint, errors)?;
    if !input.is_empty() {
        errors.at(
            input.parse::<TokenTree>()?,
            "a blueprint ends with its body\nhelp: write another `blueprint!` for another one",
        );
        skip_all(input)?;
    }
    Ok(blueprint)
}

fn sections(
    input: ParseStream<'_>,
    blueprint: &mut Blueprint,
    errors: &mut Errors,
) -> syn::Result<()> {
    let mut seen: Vec<&str> = Vec::new();
    while !input.is_empty() {
        if separator(input)? {
            continue;
        }
        let Ok(word) = input.call(Ident::parse_any) else {
            errors.keep::<()>(Err(input.error(format!(
                "expected a section\nhelp: the sections are {}",
                text::list(SECTIONS)
            ))));
            blueprint.gaps = Gaps { instances: true, ports: true };
            skip_past_braces(input)?;
            continue;
        };
        let name = word.to_string();
        let known = cloudflow_model::nearest(&name, SECTIONS);
        if known.is_none() {
            blueprint.gaps = Gaps { instances: true, ports: true };
        }
        if known != Some(&name) {
            errors.at(&word, text::unknown("section", &name, SECTIONS, "the sections"));
        }
        if !input.peek(token::Brace) {
            // Between the name and the braces may stand one character too many, such as `:`.
            let between: Option<TokenTree> =
                if input.peek2(token::Brace) { Some(input.parse()?) } else { None };
            if known == Some(&name) {
                let help = format!("help: write `{name} {{ … }}`");
                match &between {
                    Some(token) => {
                        errors.at(token, format!("expected `{{` behind `{name}`\n{help}"));
                    }
                    None => errors.at(&word, format!("a section has a body\n{help}")),
                }
            }
            if between.is_none() {
                blueprint.gaps = Gaps { instances: true, ports: true };
                skip_past_braces(input)?;
                continue;
            }
        }
        let content;
        braced!(content in input);
        // A misspelt section is read as the one that was meant, so that its entries are known.
        match known {
            Some("streamlets") => instance::section(&content, blueprint, errors)?,
            Some("connections") => connection::section(&content, blueprint, errors)?,
            Some("topics") => topics(&content, blueprint, errors)?,
            _ => skip_all(&content)?,
        }
        if let Some(known) = known {
            if seen.contains(&known) {
                let message = format!(
                    "section `{known}` is given twice\nhelp: move its entries to the first"
                );
                errors.at(&word, message);
            }
            seen.push(known);
        }
    }
    Ok(())
}

/// Reads the sections inside the one called `around`, if another starts here: a brace is missing, and
/// one too many stands at the end. Nothing else in a section is a name with braces behind it.
pub(super) fn section_inside(
    input: ParseStream<'_>,
    around: &str,
    blueprint: &mut Blueprint,
    errors: &mut Errors,
) -> syn::Result<bool> {
    let ahead = input.fork();
    let Ok(word) = ahead.call(Ident::parse_any) else { return Ok(false) };
    let name = word.to_string();
    if !ahead.peek(token::Brace) || name == around || !SECTIONS.contains(&name.as_str()) {
        return Ok(false);
    }
    errors.at(
        &word,
        format_args!(
            "`{name}` stands inside `{around}`\n\
             help: write `}}` before `{name}`, and remove one `}}` behind it"
        ),
    );
    sections(input, blueprint, errors)?;
    Ok(true)
}

fn topics(
    input: ParseStream<'_>,
    blueprint: &mut Blueprint,
    errors: &mut Errors,
) -> syn::Result<()> {
    while !input.is_empty() {
        if separator(input)? || section_inside(input, "topics", blueprint, errors)? {
            continue;
        }
        let mut is_sound = true;
        let read = topic(input, &mut is_sound, errors);
        match errors.keep(read) {
            Some(topic) if is_sound => blueprint.topics.push(topic),
            Some(topic) => blueprint.unsound_topics.push(topic),
            None => {
                blueprint.gaps.ports = true;
                skip_past_braces(input)?;
            }
        }
    }
    Ok(())
}

fn topic(input: ParseStream<'_>, is_sound: &mut bool, errors: &mut Errors) -> syn::Result<Topic> {
    let port: PortRef = input.parse().map_err(|error: syn::Error| {
        let message = "a topic entry starts with a port that uses the topic\n\
                       help: write `instance.port { name = \"…\" }`";
        syn::Error::new(error.span(), message)
    })?;
    if !input.peek(token::Brace) {
        let message = format!(
            "a topic entry has settings\nhelp: write `{}.{} {{ name = \"…\" }}`",
            port.instance, port.port
        );
        return Err(syn::Error::new_spanned(port.tokens(), message));
    }
    let content;
    braced!(content in input);
    let before = errors.count();
    let settings = settings::topic(&content, errors)?;
    *is_sound = errors.count() == before;
    Ok(Topic { port, settings })
}

/// Reports that an entry does not end with `;`. Who writes commas makes one mistake, not many.
pub(super) fn no_end(
    input: ParseStream<'_>,
    has_told: &mut bool,
    entry: impl ToTokens,
    what: &str,
    errors: &mut Errors,
) {
    let is_comma = input.peek(Token![,]);
    if !(is_comma && *has_told) {
        let message = format!("expected `;` behind this {what}\nhelp: end the entry with `;`");
        errors.at(entry, message);
    }
    *has_told |= is_comma;
}

/// Skips a comma or semicolon between entries.
pub(super) fn separator(input: ParseStream<'_>) -> syn::Result<bool> {
    Ok(input.parse::<Option<Token![;]>>()?.is_some()
        || input.parse::<Option<Token![,]>>()?.is_some())
}

pub(super) fn end_of_entry(input: ParseStream<'_>) -> syn::Result<bool> {
    input.parse::<Option<Token![;]>>().map(|found| found.is_some())
}

/// Skips an entry that could not be read: to its semicolon, or past its braces.
pub(super) fn skip_entry(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !end_of_entry(input)? {
        if is_braces(&input.parse()?) {
            end_of_entry(input)?;
            break;
        }
    }
    Ok(())
}

fn skip_past_braces(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !is_braces(&input.parse()?) {}
    Ok(())
}

fn is_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

fn skip_all(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
