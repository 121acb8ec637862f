//! The streamlets that ship with the runtime.

mod file_egress;
mod file_ingress;
mod http_ingress;
mod json;
mod log_egress;
mod merger;
mod shorten;

pub use file_egress::FileEgress;
pub use file_ingress::FileIngress;
pub use http_ingress::HttpIngress;
pub use log_egress::LogEgress;
pub use merger::Merger;
