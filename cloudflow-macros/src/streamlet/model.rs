//! What `#[streamlet]` has read: the declaration with its tokens, before any rule looks at it.

use cloudflow_model::{Access, ParameterKind};
use proc_macro2::{Ident, TokenStream};
use syn::{Expr, ExprPath, ItemFn, Pat, Type};

use super::concurrency::Overlap;
use crate::paths::Paths;
use crate::text::{self, Value};

/// A streamlet, as its function declares it.
pub(crate) struct Streamlet {
    /// The function without the attributes that belong to the macro.
    pub(crate) function: ItemFn,
    /// The name of the type that stands for the streamlet.
    pub(crate) name: Ident,
    pub(crate) description: String,
    pub(crate) paths: Paths,
    /// In the order of the function's parameters.
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) logic: Logic,
    /// Whether equal keys must meet, as far as the function says.
    pub(crate) partitioning: Option<Partitioning>,
}

/// How partitions are read: `co_partitioned(left, right)` or `independent`.
pub(crate) struct Partitioning {
    /// The argument as a whole.
    pub(crate) tokens: TokenStream,
    /// The inlets that belong together, if any do.
    pub(crate) names: Option<Vec<Ident>>,
}

impl Partitioning {
    /// Returns the name of the argument in backticks.
    pub(crate) const fn quoted(&self) -> &'static str {
        if self.names.is_some() { "`co_partitioned`" } else { "`independent`" }
    }

    /// Returns the names of the inlets that belong together.
    pub(crate) fn plain_names(&self) -> Option<Vec<String>> {
        Some(self.names.as_ref()?.iter().map(text::plain_name).collect())
    }
}

/// A parameter of the function.
pub(crate) struct Parameter {
    pub(crate) ident: Ident,
    pub(crate) role: Role,
}

/// What a parameter declares.
pub(crate) enum Role {
    Inlet(Port),
    Outlet(Port),
    Config(Config),
    Volume(Volume),
    Server,
    Context,
}

/// An inlet or an outlet.
pub(crate) struct Port {
    pub(crate) name: String,
    /// The tokens that give the name.
    pub(crate) tokens: TokenStream,
    /// The type that must be a record.
    pub(crate) record: Type,
    /// The type as it is written: the record, or `Option` of it where tombstones come or go.
    pub(crate) data: Type,
    /// Whether this is seen to be an `Option`.
    pub(crate) is_optional: bool,
    pub(crate) key: Option<Key>,
}

/// How the key of a record is found.
pub(crate) enum Key {
    /// `|metric| metric.device_id`
    Closure { parameter: Box<Pat>, body: Box<Expr> },
    /// The path of a function.
    Function(ExprPath),
}

/// A configuration parameter.
pub(crate) struct Config {
    pub(crate) key: String,
    /// The tokens that give the key.
    pub(crate) tokens: TokenStream,
    pub(crate) description: String,
    pub(crate) ty: Type,
    /// The kind of the type, with the range; [`Config::kind`] adds the pattern.
    pub(crate) base: ParameterKind<'static>,
    pub(crate) pattern: Option<Value>,
    pub(crate) default: Option<Value>,
}

impl Config {
    pub(crate) fn kind(&self) -> ParameterKind<'_> {
        match &self.pattern {
            Some(pattern) => ParameterKind::String { pattern: Some(&pattern.text) },
            None => self.base,
        }
    }
}

/// A volume.
pub(crate) struct Volume {
    pub(crate) name: String,
    pub(crate) path: Value,
    pub(crate) access: Access,
}

/// How the function is run.
pub(crate) enum Logic {
    /// It is called once, with ports (level 3).
    Streams,
    /// It is called for each record (level 1).
    Value(Returns, Option<Overlap>),
}

/// What a value function returns.
pub(crate) enum Returns {
    /// Nothing: no outlet.
    Nothing { returned: Type },
    /// A record, or several: `T`, `Option<T>`, `Vec<T>`, `[T; N]`; the port's type is `T`. A `T` that
    /// stands alone may be another name for several records.
    Records { outlet: Port, returned: Type, failure: Option<Failure>, may_be_alias: bool },
    /// `impl Iterator<Item = T>`, or `impl IntoIterator<Item = T>`, whose iterator is opaque.
    Iterator { outlet: Port, is_opaque: bool },
    /// `Result<A, B>` onto two outlets.
    Either { ok: Port, err: Port, returned: Type, failure: Option<Failure> },
}

/// The type that says with what a function fails.
pub(crate) enum Failure {
    /// The error type itself.
    Error(Type),
    /// A `Result` under another name, which does not show its error type.
    Within(Type),
}

impl Streamlet {
    pub(crate) fn inlets(&self) -> impl Iterator<Item = &Port> {
        self.parameters.iter().filter_map(|parameter| match &parameter.role {
            Role::Inlet(port) => Some(port),
            _ => None,
        })
    }

    /// The outlets: parameters of a function over streams, or what a value function returns.
    pub(crate) fn outlets(&self) -> Vec<&Port> {
        match &self.logic {
            Logic::Value(Returns::Nothing { .. }, _) => Vec::new(),
            Logic::Value(Returns::Records { outlet, .. } | Returns::Iterator { outlet, .. }, _) => {
                vec![outlet]
            }
            Logic::Value(Returns::Either { ok, err, .. }, _) => vec![ok, err],
            Logic::Streams => self
                .parameters
                .iter()
                .filter_map(|parameter| match &parameter.role {
                    Role::Outlet(port) => Some(port),
                    _ => None,
                })
                .collect(),
        }
    }

    /// Returns whether behind the type of a value function may stand an alias for several records.
    pub(crate) fn returns_alias(&self) -> bool {
        matches!(self.logic, Logic::Value(Returns::Records { may_be_alias: true, .. }, _))
    }

    pub(crate) fn config(&self) -> impl Iterator<Item = &Config> {
        self.parameters.iter().filter_map(|parameter| match &parameter.role {
            Role::Config(config) => Some(config),
            _ => None,
        })
    }

    pub(crate) fn volumes(&self) -> impl Iterator<Item = (&Ident, &Volume)> {
        self.parameters.iter().filter_map(|parameter| match &parameter.role {
            Role::Volume(volume) => Some((&parameter.ident, volume)),
            _ => None,
        })
    }

    pub(crate) fn has_server(&self) -> bool {
        self.parameters.iter().any(|parameter| matches!(parameter.role, Role::Server))
    }
}
