//! The rules about a declaration, each finding on the tokens to fix.

use cloudflow_model::rules::{self, cf30_co_partitioned_names, pattern};
use cloudflow_model::{
    ConfigParameter, Descriptor, Inlet, Outlet, Partitioning, Problem, Schema, Subject, VolumeMount,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::config::default_tokens;
use super::model::{Logic, Role, Streamlet};
use crate::errors::Errors;

/// Only rustc knows the schemas, and no rule about a declaration looks at them.
const UNKNOWN: &Schema<'static> = &Schema::Null;

const NOTHING: Descriptor<'static> = Descriptor {
    name: "",
    description: "",
    inlets: &[],
    outlets: &[],
    config: &[],
    volumes: &[],
    server: None,
    partitioning: Partitioning::Unsaid,
};

/// The declaration as far as it was checked, each part beside its tokens.
#[derive(Default)]
struct Checked<'a> {
    inlets: Vec<Inlet<'a>>,
    outlets: Vec<Outlet<'a>>,
    config: Vec<ConfigParameter<'a>>,
    volumes: Vec<VolumeMount<'a>>,
    tokens: Vec<(Subject, TokenStream)>,
}

/// A part of a declaration.
#[derive(Clone, Copy)]
enum Part<'a> {
    Inlet(Inlet<'a>),
    Outlet(Outlet<'a>),
    Parameter(ConfigParameter<'a>),
    Volume(VolumeMount<'a>),
}

/// Checks the declaration part by part: a part with a problem is left out, so that each mistake is
/// found once and the next one, too.
pub(crate) fn streamlet(streamlet: &Streamlet, errors: &mut Errors) {
    let is_sound = errors.count() == 0;
    let mut checked = Checked::default();
    let mut has_server = false;
    for parameter in &streamlet.parameters {
        let name = parameter.ident.to_token_stream();
        match &parameter.role {
            Role::Inlet(port) => {
                let inlet = Inlet { name: &port.name, schema: UNKNOWN, tombstones: false };
                checked.add(Part::Inlet(inlet), vec![port.tokens.clone()], errors);
            }
            Role::Config(config) => {
                let part = Part::Parameter(ConfigParameter {
                    key: &config.key,
                    description: &config.description,
                    kind: config.kind(),
                    default: config.default.as_ref().map(|value| value.text.as_str()),
                });
                let pattern = config.pattern.as_ref().map(|value| value.tokens.clone());
                let tokens = vec![
                    config.tokens.clone(),
                    default_tokens(config),
                    pattern.unwrap_or_default(),
                ];
                checked.add(part, tokens, errors);
            }
            Role::Volume(volume) => {
                let part = Part::Volume(VolumeMount {
                    name: &volume.name,
                    path: &volume.path.text,
                    access: volume.access,
                });
                checked.add(part, vec![name, volume.path.tokens.clone()], errors);
            }
            Role::Server if has_server => {
                errors.problem(name, &rules::cf23_server_port::second(), None);
            }
            Role::Server => has_server = true,
            Role::Outlet(_) | Role::Context => {}
        }
    }
    if is_sound {
        partitioning(streamlet, errors);
    }
    // What a function returns has the name that an argument gives, which may be what is wrong.
    if !is_sound && matches!(streamlet.logic, Logic::Value(..)) {
        return;
    }
    for port in streamlet.outlets() {
        let outlet = Outlet { name: &port.name, schema: UNKNOWN, key: None, is_keyless: false };
        checked.add(Part::Outlet(outlet), vec![port.tokens.clone()], errors);
    }
}

/// Checks the names in `co_partitioned`. An inlet with a mistake of its own is there all the same.
fn partitioning(streamlet: &Streamlet, errors: &mut Errors) {
    let Some(written) = &streamlet.partitioning else { return };
    let (Some(tokens), Some(names)) = (&written.names, written.plain_names()) else { return };
    let inlets: Vec<_> = streamlet
        .inlets()
        .map(|port| Inlet { name: &port.name, schema: UNKNOWN, tombstones: false })
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let name = streamlet.name.unraw().to_string();
    let descriptor = Descriptor {
        name: &name,
        inlets: &inlets,
        partitioning: Partitioning::CoPartitioned(&names),
        ..NOTHING
    };
    let before = errors.count();
    for (at, name) in tokens.iter().enumerate() {
        if let Some(problem) = cf30_co_partitioned_names::name(&descriptor, at) {
            let other = match problem.related {
                Some(Subject::CoPartitioned(other)) => tokens.get(other).map(Ident::span),
                _ => None,
            };
            errors.problem(name.to_token_stream(), &problem, other);
        }
    }
    if names.len() < 2 && errors.count() == before {
        let problem = cf30_co_partitioned_names::alone(&descriptor);
        errors.problem(written.tokens.clone(), &problem, None);
    }
}

impl<'a> Checked<'a> {
    /// Adds a part, or reports it; `tokens` are those of its name first, then of its values.
    fn add(&mut self, part: Part<'a>, tokens: Vec<TokenStream>, errors: &mut Errors) {
        let subjects = self.push(part);
        let known = self.tokens.len();
        self.tokens.extend(subjects.into_iter().zip(tokens));
        if let Some(problem) = self.problem() {
            let at = self.tokens_of(problem.subject);
            let other = problem.related.map(|subject| self.span_of(subject));
            errors.problem(at, &problem, other);
            self.pop(problem.subject);
            self.tokens.truncate(known);
        }
    }

    fn push(&mut self, part: Part<'a>) -> Vec<Subject> {
        match part {
            Part::Inlet(inlet) => {
                self.inlets.push(inlet);
                vec![Subject::Inlet(self.inlets.len() - 1)]
            }
            Part::Outlet(outlet) => {
                self.outlets.push(outlet);
                vec![Subject::Outlet(self.outlets.len() - 1)]
            }
            Part::Parameter(parameter) => {
                self.config.push(parameter);
                let at = self.config.len() - 1;
                vec![
                    Subject::Parameter(at),
                    Subject::ParameterDefault(at),
                    Subject::ParameterPattern(at),
                ]
            }
            Part::Volume(volume) => {
                self.volumes.push(volume);
                let at = self.volumes.len() - 1;
                vec![Subject::Volume(at), Subject::VolumePath(at)]
            }
        }
    }

    /// Removes the part that was added last, which is what a problem is about.
    fn pop(&mut self, subject: Subject) {
        match subject {
            Subject::Inlet(_) => drop(self.inlets.pop()),
            Subject::Outlet(_) => drop(self.outlets.pop()),
            Subject::Volume(_) | Subject::VolumePath(_) => drop(self.volumes.pop()),
            _ => drop(self.config.pop()),
        }
    }

    fn problem(&self) -> Option<Problem> {
        let descriptor = Descriptor {
            inlets: &self.inlets,
            outlets: &self.outlets,
            config: &self.config,
            volumes: &self.volumes,
            ..NOTHING
        };
        rules::streamlet(&descriptor).or_else(|| pattern::check_streamlet(&descriptor).next())
    }

    fn tokens_of(&self, subject: Subject) -> TokenStream {
        let found = self.tokens.iter().find(|(known, _)| *known == subject);
        found.map(|(_, tokens)| tokens.clone()).unwrap_or_default()
    }

    fn span_of(&self, subject: Subject) -> Span {
        self.tokens_of(subject).span()
    }
}
