//! What a pod can ask for, and how much of it makes sense for one replica.

use super::{Amount, meant};
use crate::Message;

/// Something that a pod asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Processor time, in cores.
    Cpu,
    /// Memory, in bytes.
    Memory,
}

/// Why an amount is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It is no quantity.
    Grammar,
    /// It is zero or negative.
    NotPositive,
    /// It is finer than the thousandth of a core, which is the least that Kubernetes counts.
    TooFine,
    /// It is memory in `m`, `u` or `n`: in parts of a byte.
    PartsOfBytes,
    /// It is less than [`Resource::LEAST_MEMORY`].
    TooLittle,
    /// It is more than [`Resource::MOST_CORES`] or [`Resource::MOST_MEMORY`].
    TooMuch,
}

impl Resource {
    /// How many bytes a streamlet needs at rest, which is what the default request is built on: with
    /// less it ends before it has read a record.
    pub const LEAST_MEMORY: u64 = 20 << 20;

    /// How many bytes one replica can have: more is in no machine that can be rented.
    pub const MOST_MEMORY: u64 = 32 << 40;

    /// How many cores one replica can have. Few nodes have more, and work is spread over replicas
    /// long before; but `100`, `250` and `500` are what is typed for `100m`, `250m` and `500m`, and the pod
    /// would wait for such a node for ever.
    pub const MOST_CORES: u64 = 64;

    /// Returns the setting of an instance that says how much.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Memory => "memory",
        }
    }

    /// Returns an amount to copy.
    pub const fn example(self) -> &'static str {
        match self {
            Self::Cpu => "500m",
            Self::Memory => "512Mi",
        }
    }

    /// Returns why one replica cannot have this amount.
    ///
    /// ```
    /// use cloudflow_model::quantity::{Fault, Resource};
    ///
    /// assert_eq!(Resource::Memory.fault("512Mi"), None);
    /// assert_eq!(Resource::Memory.fault("512m"), Some(Fault::PartsOfBytes));
    /// ```
    pub const fn fault(self, text: &str) -> Option<Fault> {
        if let [b'-', ..] = text.as_bytes() {
            let (_, number) = text.split_at(1);
            let is_number = Amount::parse(number).is_some();
            return Some(if is_number { Fault::NotPositive } else { Fault::Grammar });
        }
        let Some(amount) = Amount::parse(text) else { return Some(Fault::Grammar) };
        if amount.is_zero() {
            return Some(Fault::NotPositive);
        }
        match self {
            Self::Cpu if !amount.is_whole_thousandths() => Some(Fault::TooFine),
            Self::Cpu if amount.is_more_than(Self::MOST_CORES) => Some(Fault::TooMuch),
            Self::Memory if matches!(text.as_bytes(), [.., b'm' | b'u' | b'n']) => {
                Some(Fault::PartsOfBytes)
            }
            Self::Memory if amount.is_less_than(Self::LEAST_MEMORY) => Some(Fault::TooLittle),
            Self::Memory if amount.is_more_than(Self::MOST_MEMORY) => Some(Fault::TooMuch),
            _ => None,
        }
    }

    /// Returns the amount that was most likely meant by one that is refused.
    pub const fn meant(self, text: &str) -> Option<Message> {
        meant::meant(self, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_replica_can_have() {
        for good in ["1m", "0.001", "500m", "0.5", "2", "1.", "64", "64000m", "1e1"] {
            assert_eq!(Resource::Cpu.fault(good), None, "{good}");
        }
        for good in ["20Mi", "512Mi", "1.5Gi", "0.1Gi", "20971520", "64M", "65536k", "32Ti", "1e9"]
        {
            assert_eq!(Resource::Memory.fault(good), None, "{good}");
        }
    }

    #[test]
    fn faults() {
        for (text, fault) in [
            ("500 m", Fault::Grammar),
            ("0,5", Fault::Grammar),
            ("-", Fault::Grammar),
            ("-half", Fault::Grammar),
            ("", Fault::Grammar),
            ("0", Fault::NotPositive),
            ("0m", Fault::NotPositive),
            ("-1", Fault::NotPositive),
            ("0.0001", Fault::TooFine),
            ("100u", Fault::TooFine),
            ("64001m", Fault::TooMuch),
            ("500", Fault::TooMuch),
            ("500M", Fault::TooMuch),
        ] {
            assert_eq!(Resource::Cpu.fault(text), Some(fault), "{text}");
        }
        for (text, fault) in [
            ("512MB", Fault::Grammar),
            ("1GiB", Fault::Grammar),
            ("512mi", Fault::Grammar),
            ("512K", Fault::Grammar),
            ("0Mi", Fault::NotPositive),
            ("-512Mi", Fault::NotPositive),
            ("512m", Fault::PartsOfBytes),
            ("1000000000000m", Fault::PartsOfBytes),
            ("512", Fault::TooLittle),
            ("20971519", Fault::TooLittle),
            ("20480k", Fault::TooLittle),
            ("512P", Fault::TooMuch),
            ("33Ti", Fault::TooMuch),
        ] {
            assert_eq!(Resource::Memory.fault(text), Some(fault), "{text}");
        }
    }
}
