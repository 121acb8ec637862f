//! What stands in braces behind an instance or a topic: `key = value`, with commas between.

use cloudflow_model::quantity::Resource;
use cloudflow_model::rules::cf16_instance_setting::no_name;
use cloudflow_model::rules::cf20_topic_setting::{is_of_no_topic, unknown};
use cloudflow_model::rules::cf24_quantity::without_quotes;
use cloudflow_model::value::{parse_duration, parse_integer};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitStr, Token};

use super::model::{Setting, TopicSettings, Written};
use crate::errors::Errors;
use crate::text::{Value, ValueKind};

const TOPIC_KEYS: &[&str] =
    &["cleanup_policy", "managed", "name", "partitions", "replicas", "retention"];

/// A key as it is written.
struct Key {
    text: String,
    tokens: TokenStream,
    is_quoted: bool,
}

/// What stands behind an instance.
#[derive(Default)]
pub(crate) struct InstanceSettings {
    /// The number, and the setting as a whole.
    pub(crate) replicas: Option<(u32, TokenStream)>,
    pub(crate) cpu: Option<Written>,
    pub(crate) memory: Option<Written>,
    pub(crate) config: Vec<Setting>,
}

/// Reads the settings of an instance: what its pods are like, and configuration.
pub(crate) fn instance(
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<InstanceSettings> {
    let mut instance = InstanceSettings::default();
    entries(input, errors, |key, value, errors| {
        if key.text == "replicas" {
            if let Some(number) = errors.keep(number(&key.text, &value))
                && let (written, tokens) = (&key.tokens, &value.tokens)
                && instance.replicas.replace((number, quote!(#written = #tokens))).is_some()
            {
                twice(&key, errors);
            }
        } else if let Some(resource) = resource(&key) {
            let place = match resource {
                Resource::Cpu => &mut instance.cpu,
                Resource::Memory => &mut instance.memory,
            };
            if let Some(amount) = errors.keep(amount(resource, value))
                && place.replace(amount).is_some()
            {
                twice(&key, errors);
            }
        } else if key.is_quoted || key.text.contains('.') {
            errors.at(&key.tokens, no_name(&key.text));
        } else {
            instance.config.push(setting(key.text.clone(), &key, &value));
        }
    })?;
    Ok(instance)
}

/// Reads the settings of a topic.
pub(crate) fn topic(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<TopicSettings> {
    let mut topic = TopicSettings::default();
    entries(input, errors, |key, value, errors| {
        if errors.keep(topic_entry(&mut topic, &key, &value)) == Some(true) {
            twice(&key, errors);
        }
    })?;
    Ok(topic)
}

/// Stores one setting and returns whether it was there before.
fn topic_entry(topic: &mut TopicSettings, key: &Key, value: &Value) -> syn::Result<bool> {
    if key.is_quoted && !is_of_no_topic(&key.text) {
        return Ok(kafka_entry(topic, &key.text, key, value, value.text.clone()));
    }
    Ok(match key.text.as_str() {
        "name" => {
            expect(value, ValueKind::String, "name", "\"metrics\"")?;
            let named = Written { text: value.text.clone(), tokens: value.tokens.clone() };
            topic.name.replace(named).is_some()
        }
        "partitions" => topic.partitions.replace(number("partitions", value)?).is_some(),
        "replicas" => topic.replicas.replace(number("replicas", value)?).is_some(),
        "managed" => {
            expect(value, ValueKind::Boolean, "managed", "false")?;
            topic.managed.replace(value.text == "true").is_some()
        }
        "retention" => {
            expect(value, ValueKind::String, "retention", "\"7 days\"")?;
            kafka_entry(topic, "retention.ms", key, value, retention(value)?)
        }
        "cleanup_policy" => {
            expect(value, ValueKind::String, "cleanup_policy", "\"compact\"")?;
            kafka_entry(topic, "cleanup.policy", key, value, value.text.clone())
        }
        other => match unknown(other, TOPIC_KEYS) {
            Some(problem) => return Err(syn::Error::new_spanned(&key.tokens, problem)),
            None => kafka_entry(topic, other, key, value, value.text.clone()),
        },
    })
}

/// Returns how long records are kept, in the milliseconds of `retention.ms`.
fn retention(value: &Value) -> syn::Result<String> {
    let written = &value.text;
    if written == "forever" {
        return Ok("-1".to_owned());
    }
    let message = match parse_duration(written) {
        Some(duration) if duration.subsec_nanos() % 1_000_000 != 0 || duration.is_zero() => {
            format!(
                "retention `{written}` is not one or more milliseconds, in which Kafka counts\n\
                 help: write a duration such as `\"1 ms\"` or `\"7 days\"`"
            )
        }
        Some(duration) => match i64::try_from(duration.as_millis()) {
            Ok(milliseconds) => return Ok(milliseconds.to_string()),
            Err(_) => too_long(written),
        },
        None if is_too_long(written) => too_long(written),
        None => format!(
            "retention `{written}` is not a duration\n\
             help: write a number and a unit, such as `\"7 days\"`, or `\"forever\"`"
        ),
    };
    Err(syn::Error::new_spanned(&value.tokens, message))
}

/// Returns whether a text would be a duration with a smaller number.
fn is_too_long(text: &str) -> bool {
    let unit = text.trim_start_matches(|digit: char| digit.is_ascii_digit());
    unit.len() < text.len() && parse_duration(&format!("1{unit}")).is_some()
}

fn too_long(written: &str) -> String {
    format!(
        "retention `{written}` is too long: Kafka counts milliseconds in 64 bits\n\
         help: write a smaller number, or `\"forever\"`"
    )
}

fn kafka_entry(
    topic: &mut TopicSettings,
    kafka_key: &str,
    key: &Key,
    value: &Value,
    text: String,
) -> bool {
    let is_known = topic.kafka.iter().any(|setting| setting.key == kafka_key);
    topic.kafka.push(Setting { value: text, ..setting(kafka_key.to_owned(), key, value) });
    is_known
}

fn setting(name: String, key: &Key, value: &Value) -> Setting {
    let (written, tokens) = (&key.tokens, &value.tokens);
    Setting { key: name, value: value.text.clone(), tokens: quote!(#written = #tokens) }
}

/// Reads a number that is at least one.
fn number<N: TryFrom<i64> + PartialOrd + From<u8>>(key: &str, value: &Value) -> syn::Result<N> {
    if value.kind != ValueKind::Integer {
        let help = match parse_integer(&value.text) {
            Some(number) => format!("write `{key} = {number}`"),
            None => format!("write `{key} = 2`"),
        };
        let message = format!("`{key}` is an integer, not {}\nhelp: {help}", value.kind.name());
        return Err(syn::Error::new_spanned(&value.tokens, message));
    }
    parse_integer(&value.text)
        .and_then(|number| N::try_from(number).ok())
        .filter(|number| *number >= N::from(1))
        .ok_or_else(|| {
            let message = if value.text.starts_with('-') || value.text == "0" {
                format!("`{key}` must be at least 1\nhelp: write `{key} = 1`")
            } else {
                format!("`{key}` is too large\nhelp: write a smaller number")
            };
            syn::Error::new_spanned(&value.tokens, message)
        })
}

/// Returns what a setting of an instance asks for, if it is one that does.
fn resource(key: &Key) -> Option<Resource> {
    [Resource::Cpu, Resource::Memory].into_iter().find(|resource| resource.key() == key.text)
}

/// Takes an amount as it is written; whether it makes sense is for the rule to say.
fn amount(resource: Resource, value: Value) -> syn::Result<Written> {
    match (resource, value.kind) {
        (_, ValueKind::String) | (Resource::Cpu, ValueKind::Integer | ValueKind::Float) => {
            Ok(Written { text: value.text, tokens: value.tokens })
        }
        _ => Err(syn::Error::new_spanned(&value.tokens, without_quotes(resource, &value.text))),
    }
}

fn expect(value: &Value, kind: ValueKind, key: &str, example: &str) -> syn::Result<()> {
    if value.kind == kind {
        return Ok(());
    }
    let message = format!(
        "`{key}` is {}, not {}\nhelp: write `{key} = {example}`",
        kind.name(),
        value.kind.name()
    );
    Err(syn::Error::new_spanned(&value.tokens, message))
}

fn twice(key: &Key, errors: &mut Errors) {
    let message = format!("`{}` is given twice\nhelp: keep one of them", key.text);
    errors.at(&key.tokens, message);
}

/// Reads `key = value` entries with commas between; after a mistake it goes on behind the comma.
fn entries(
    input: ParseStream<'_>,
    errors: &mut Errors,
    mut take: impl FnMut(Key, Value, &mut Errors),
) -> syn::Result<()> {
    while !input.is_empty() {
        match entry(input) {
            Ok((key, value)) => {
                take(key, value, errors);
                if input.is_empty() || separator(input)? {
                    continue;
                }
                errors
                    .keep::<()>(Err(input.error("expected `,` between settings\nhelp: write `,`")));
            }
            Err(error) => drop(errors.keep::<()>(Err(error))),
        }
        while !input.is_empty() && !separator(input)? {
            input.parse::<proc_macro2::TokenTree>()?;
        }
    }
    Ok(())
}

fn separator(input: ParseStream<'_>) -> syn::Result<bool> {
    Ok(input.parse::<Option<Token![,]>>()?.is_some()
        || input.parse::<Option<Token![;]>>()?.is_some())
}

fn entry(input: ParseStream<'_>) -> syn::Result<(Key, Value)> {
    let key = key(input)?;
    if input.peek(Token![:])
        && let Ok(colon) = input.parse::<Token![:]>()
        && let Ok(value) = input.fork().parse::<Value>()
    {
        let message =
            format!("expected `=` behind `{0}`\nhelp: write `{0} = {1}`", key.text, value.tokens);
        return Err(syn::Error::new_spanned(colon, message));
    }
    if !input.peek(Token![=]) {
        let message = format!("expected `=` behind `{0}`\nhelp: write `{0} = value`", key.text);
        return Err(syn::Error::new_spanned(&key.tokens, message));
    }
    input.parse::<Token![=]>()?;
    let value = match resource(&key) {
        Some(_) => Value::with_unit(input)?,
        None => input.parse()?,
    };
    Ok((key, value))
}

/// Reads `key`, `dotted.key` or `"any key"`.
fn key(input: ParseStream<'_>) -> syn::Result<Key> {
    if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        return Ok(Key { text: text.value(), tokens: text.to_token_stream(), is_quoted: true });
    }
    let first = input.call(Ident::parse_any).map_err(|error| {
        syn::Error::new(error.span(), "expected a setting\nhelp: write `key = value`")
    })?;
    let mut key =
        Key { text: first.unraw().to_string(), tokens: first.to_token_stream(), is_quoted: false };
    // No key has a `-`, so whoever writes one is told what was meant by it.
    loop {
        let (mark, tokens) = if input.peek(Token![.]) {
            ('.', input.parse::<Token![.]>()?.to_token_stream())
        } else if input.peek(Token![-]) && input.peek2(Ident::peek_any) {
            ('-', input.parse::<Token![-]>()?.to_token_stream())
        } else {
            break;
        };
        let part = input.call(Ident::parse_any)?;
        key.text = format!("{}{mark}{}", key.text, part.unraw());
        key.tokens.extend(quote!(#tokens #part));
    }
    Ok(key)
}
