//! What `blueprint!` has read: the graph with its tokens, names not yet looked up.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::{Attribute, Type, Visibility};

/// A blueprint as it is written.
pub(crate) struct Blueprint {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) instances: Vec<Instance>,
    /// Names of instances whose entries could not be read; mentioning one is no second mistake.
    pub(crate) unread: Vec<String>,
    /// Names of instances that are written with `-`, which is reported.
    pub(crate) dashed: Vec<String>,
    pub(crate) connections: Vec<Connection>,
    pub(crate) topics: Vec<Topic>,
    /// Topic entries with a mistake in a setting: what they mean for others nobody knows.
    pub(crate) unsound_topics: Vec<Topic>,
    pub(crate) gaps: Gaps,
}

/// What could not be read at all, so that nothing is said about what it may have named.
#[derive(Clone, Copy, Default)]
pub(crate) struct Gaps {
    /// There may be instances with other names.
    pub(crate) instances: bool,
    /// Any port may be mentioned.
    pub(crate) ports: bool,
}

/// `name = Streamlet { replicas = 2, cpu = "500m", key = "value" };`
pub(crate) struct Instance {
    pub(crate) name: Ident,
    pub(crate) streamlet: Type,
    pub(crate) replicas: u32,
    /// The setting that gives the number of replicas, if one does.
    pub(crate) replicas_tokens: Option<TokenStream>,
    /// The processor time that each pod asks for, if the blueprint says so.
    pub(crate) cpu: Option<Written>,
    /// The memory, likewise.
    pub(crate) memory: Option<Written>,
    pub(crate) config: Vec<Setting>,
}

/// `key = value`
pub(crate) struct Setting {
    pub(crate) key: String,
    pub(crate) value: String,
    /// Key and value.
    pub(crate) tokens: TokenStream,
}

/// `instance.port`
#[derive(Clone)]
pub(crate) struct PortRef {
    pub(crate) instance: Ident,
    pub(crate) port: Ident,
    /// The name of the instance as it is written, where that has `-` for `_`.
    pub(crate) dashed: Option<TokenStream>,
}

impl PortRef {
    pub(crate) fn instance_name(&self) -> String {
        self.instance.unraw().to_string()
    }

    pub(crate) fn port_name(&self) -> String {
        self.port.unraw().to_string()
    }

    pub(crate) fn tokens(&self) -> TokenStream {
        let Self { instance, port, .. } = self;
        quote!(#instance.#port)
    }
}

/// `from => to`
pub(crate) struct Connection {
    pub(crate) from: PortRef,
    pub(crate) to: PortRef,
    /// The connection as a whole; behind a comma only its right side.
    pub(crate) tokens: TokenStream,
}

/// `instance.port { name = "…", partitions = 12 }`
pub(crate) struct Topic {
    pub(crate) port: PortRef,
    pub(crate) settings: TopicSettings,
}

/// What a topic entry sets.
#[derive(Default)]
pub(crate) struct TopicSettings {
    pub(crate) name: Option<Written>,
    pub(crate) partitions: Option<u32>,
    pub(crate) replicas: Option<u16>,
    pub(crate) managed: Option<bool>,
    /// Under Kafka's own keys.
    pub(crate) kafka: Vec<Setting>,
}

/// A value with its tokens.
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) tokens: TokenStream,
}
