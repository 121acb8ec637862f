//! The grammar of connections, and of the ports that they join.

use proc_macro2::{Ident, TokenTree};
use quote::quote;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseBuffer, ParseStream};

use super::instance::{Dashed, dashed};
use super::model::{Blueprint, Connection, PortRef};
use super::parse::{end_of_entry, no_end, section_inside, separator, skip_entry};
use crate::errors::Errors;

pub(super) fn section(
    input: ParseStream<'_>,
    blueprint: &mut Blueprint,
    errors: &mut Errors,
) -> syn::Result<()> {
    let mut has_told = false;
    while !input.is_empty() {
        if separator(input)? || section_inside(input, "connections", blueprint, errors)? {
            continue;
        }
        let read = connection(input, &mut blueprint.connections, &mut has_told, errors);
        if errors.keep(read).is_none() {
            blueprint.gaps.ports = true;
            skip_entry(input)?;
        }
    }
    Ok(())
}

/// Reads `from => to, to;`.
fn connection(
    input: ParseStream<'_>,
    connections: &mut Vec<Connection>,
    has_told: &mut bool,
    errors: &mut Errors,
) -> syn::Result<()> {
    let from: PortRef = input.parse()?;
    if input.peek(Token![,]) && behind_list(input).is_some_and(|ahead| ahead.peek(Token![=>])) {
        return several_outlets(input, from, connections, errors);
    }
    let Ok(arrow) = input.parse::<Token![=>]>() else {
        let (connection, mistake) = another_arrow(input, from)?;
        connections.push(connection);
        errors.keep::<()>(Err(mistake));
        return end_of_entry(input).map(drop);
    };
    let first = connections.len();
    let to: PortRef = input.parse()?;
    let (left, right) = (from.tokens(), to.tokens());
    let tokens = quote!(#left #arrow #right);
    connections.push(Connection { from: from.clone(), to, tokens });
    let mut has_commas = true;
    loop {
        if input.peek(Token![,]) && !starts_connection(input) {
            input.parse::<Token![,]>()?;
            if input.peek(Token![;]) || input.is_empty() {
                break;
            }
        } else if lacks_comma(input) {
            has_commas = false;
        } else {
            break;
        }
        let to: PortRef = input.parse()?;
        connections.push(Connection { from: from.clone(), tokens: to.tokens(), to });
    }
    if !has_commas {
        let inlets = connections.get(first..).unwrap_or_default();
        let to: Vec<String> = inlets.iter().map(|connection| written(&connection.to)).collect();
        let tokens = inlets.iter().map(|connection| connection.to.tokens());
        errors.at(
            quote!(#(#tokens)*),
            format_args!(
                "expected `,` between the inlets of a connection\nhelp: write `{} => {};`",
                written(&from),
                to.join(", ")
            ),
        );
        return end_of_entry(input).map(drop);
    }
    let Some(last) = connections.last() else { return Ok(()) };
    if input.peek(Token![=>]) {
        let message = format!(
            "a connection goes from one outlet to inlets, and no further\n\
             help: write `;` behind `{}.{}`, and a line for the next connection",
            last.to.instance, last.to.port
        );
        return Err(input.error(message));
    }
    if !end_of_entry(input)? && !input.is_empty() {
        no_end(input, has_told, &last.tokens, "connection", errors);
    }
    Ok(())
}

/// Reads `, from => to, to;`, where every outlet needs a line of its own. What is meant is clear, so
/// the ports are connected.
fn several_outlets(
    input: ParseStream<'_>,
    first: PortRef,
    connections: &mut Vec<Connection>,
    errors: &mut Errors,
) -> syn::Result<()> {
    let mut outlets = vec![first];
    while input.parse::<Option<Token![,]>>()?.is_some() {
        if input.peek(Token![=>]) {
            break;
        }
        outlets.push(input.parse()?);
    }
    input.parse::<Token![=>]>()?;
    let mut inlets: Vec<PortRef> = vec![input.parse()?];
    while input.peek(Token![,]) && !starts_connection(input) {
        input.parse::<Token![,]>()?;
        if input.peek(Token![;]) || input.is_empty() {
            break;
        }
        inlets.push(input.parse()?);
    }
    let mut lines = Vec::new();
    for from in &outlets {
        let to: Vec<String> = inlets.iter().map(written).collect();
        lines.push(format!("`{} => {};`", written(from), to.join(", ")));
        connections.extend(inlets.iter().map(|to| Connection {
            from: from.clone(),
            to: to.clone(),
            tokens: from.tokens(),
        }));
    }
    let tokens = outlets.iter().map(PortRef::tokens);
    errors.at(
        quote!(#(#tokens),*),
        format_args!(
            "a connection starts at one outlet\nhelp: write a line for each outlet: {}",
            lines.join(" ")
        ),
    );
    end_of_entry(input).map(drop)
}

/// Returns `instance.port`.
fn written(port: &PortRef) -> String {
    format!("{}.{}", port.instance, port.port)
}

/// Returns what stands behind ports with commas before each, if such a list is next.
fn behind_list(input: ParseStream<'_>) -> Option<ParseBuffer<'_>> {
    let ahead = input.fork();
    while ahead.parse::<Option<Token![,]>>().ok()?.is_some() {
        if ahead.peek(Token![;]) || ahead.peek(Token![=>]) || ahead.is_empty() {
            break;
        }
        ahead.parse::<PortRef>().ok()?;
    }
    Some(ahead)
}

/// Returns whether another inlet comes without a comma: a port that starts no connection.
fn lacks_comma(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    if ahead.parse::<PortRef>().is_err() {
        return false;
    }
    let ends = |ahead: ParseStream<'_>| ahead.peek(Token![;]) || ahead.is_empty();
    ends(&ahead) || behind_list(&ahead).is_some_and(|behind| ends(&behind))
}

/// Returns whether behind the comma stands a connection of its own.
fn starts_connection(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.parse::<Token![,]>().is_ok() && ahead.parse::<PortRef>().is_ok() && ahead.peek(Token![=>])
}

/// Reads a connection with something else between its ports. What is meant is clear, so the ports are
/// connected, and the mistake comes with it.
fn another_arrow(input: ParseStream<'_>, from: PortRef) -> syn::Result<(Connection, syn::Error)> {
    let at = input.fork();
    let is_left = input.peek(Token![<=]) || input.peek(Token![<-]);
    while !input.is_empty() && !input.peek(Ident::peek_any) && !input.peek(Token![;]) {
        input.parse::<TokenTree>()?;
    }
    let written = format!("{}.{}", from.instance, from.port);
    let Ok(to) = input.parse::<PortRef>() else {
        let message =
            format!("expected `=>` and an inlet\nhelp: write `{written} => instance.inlet;`");
        return Err(syn::Error::new(at.span(), message));
    };
    let tokens = to.tokens();
    let (from, to) = if is_left { (to, from) } else { (from, to) };
    let message = format!(
        "expected `=>` between the ports of a connection\nhelp: write `{}.{} => {}.{};`",
        from.instance, from.port, to.instance, to.port
    );
    Ok((Connection { from, to, tokens }, syn::Error::new(at.span(), message)))
}

impl Parse for PortRef {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let instance = input.call(Ident::parse_any).map_err(|error| {
            syn::Error::new(error.span(), "expected a port\nhelp: write `instance.port`")
        })?;
        let Dashed { name: instance, tokens: dashed } = dashed(input, instance)?;
        if input.peek(Token![::]) {
            let message = match (input.parse::<Token![::]>(), input.call(Ident::parse_any)) {
                (Ok(_), Ok(port)) => format!("`{instance}.{port}`"),
                _ => format!("`{instance}.port`"),
            };
            let message = format!("a port stands behind a dot\nhelp: write {message}");
            return Err(syn::Error::new_spanned(&instance, message));
        }
        if !input.peek(Token![.]) {
            let message =
                format!("`{instance}` must be followed by a port\nhelp: write `{instance}.port`");
            return Err(syn::Error::new_spanned(&instance, message));
        }
        let dot: Token![.] = input.parse()?;
        let port = input.call(Ident::parse_any).map_err(|_| {
            let message =
                format!("expected a port behind `{instance}.`\nhelp: write `{instance}.port`");
            syn::Error::new_spanned(quote!(#instance #dot), message)
        })?;
        Ok(Self { instance, port, dashed })
    }
}
