//! The types that a configuration parameter can have.

use std::fmt;
use std::time::Duration;

use cloudflow_model::{ParameterKind, value};

/// A type that a configuration parameter can have.
///
/// ```
/// use cloudflow_runtime::config::ConfigValue;
/// use std::time::Duration;
///
/// assert_eq!(Duration::parse("500 ms"), Some(Duration::from_millis(500)));
/// assert_eq!(u16::parse("70000"), None);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type of configuration values",
    note = "use i32, i64, u16, u32, u64, usize, f64, bool, String, Duration or MemorySize"
)]
pub trait ConfigValue: Sized {
    /// Which texts are values of this type.
    const KIND: ParameterKind<'static>;

    /// Parses a text that [`KIND`](Self::KIND) accepts; `None` for any other.
    fn parse(text: &str) -> Option<Self>;
}

/// Whole numbers are read as `i64` first: that is what a range in a descriptor can state.
macro_rules! integers {
    ($($type:ident: $min:expr, $max:expr;)*) => {$(
        impl ConfigValue for $type {
            const KIND: ParameterKind<'static> = ParameterKind::Integer { min: $min, max: $max };

            fn parse(text: &str) -> Option<Self> {
                value::parse_integer(text).and_then(|number| number.try_into().ok())
            }
        }
    )*};
}

integers! {
    i32: i32::MIN as i64, i32::MAX as i64;
    i64: i64::MIN, i64::MAX;
    u16: 0, u16::MAX as i64;
    u32: 0, u32::MAX as i64;
    u64: 0, i64::MAX;
    usize: 0, if usize::BITS < 64 { u32::MAX as i64 } else { i64::MAX };
}

impl ConfigValue for f64 {
    const KIND: ParameterKind<'static> = ParameterKind::Float;

    fn parse(text: &str) -> Option<Self> {
        if value::is_float(text) { text.parse().ok() } else { None }
    }
}

impl ConfigValue for bool {
    const KIND: ParameterKind<'static> = ParameterKind::Boolean;

    fn parse(text: &str) -> Option<Self> {
        value::parse_boolean(text)
    }
}

impl ConfigValue for String {
    const KIND: ParameterKind<'static> = ParameterKind::String { pattern: None };

    fn parse(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl ConfigValue for Duration {
    const KIND: ParameterKind<'static> = ParameterKind::Duration;

    fn parse(text: &str) -> Option<Self> {
        value::parse_duration(text)
    }
}

/// A number of bytes.
///
/// It prints in the largest unit that divides it, powers of 1024 before powers of 1000, so that what
/// is printed parses to the same number.
///
/// ```
/// use cloudflow_runtime::config::{ConfigValue, MemorySize};
///
/// let size = MemorySize::parse("65536 KiB").expect("a memory size");
/// assert_eq!(size.bytes(), 64 << 20);
/// assert_eq!(size.to_string(), "64 MiB");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemorySize(u64);

impl MemorySize {
    /// Makes a size of so many bytes.
    pub const fn new(bytes: u64) -> Self {
        Self(bytes)
    }

    /// Returns the number of bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

impl ConfigValue for MemorySize {
    const KIND: ParameterKind<'static> = ParameterKind::MemorySize;

    fn parse(text: &str) -> Option<Self> {
        value::parse_memory_size(text).map(Self)
    }
}

impl fmt::Display for MemorySize {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: &[(u64, &str)] = &[
            (1 << 40, "TiB"),
            (1 << 30, "GiB"),
            (1 << 20, "MiB"),
            (1 << 10, "KiB"),
            (1_000_000_000_000, "TB"),
            (1_000_000_000, "GB"),
            (1_000_000, "MB"),
            (1_000, "kB"),
        ];
        let unit = UNITS.iter().find(|(bytes, _)| self.0 != 0 && self.0.is_multiple_of(*bytes));
        let (bytes, name) = unit.copied().unwrap_or((1, "B"));
        write!(formatter, "{} {name}", self.0 / bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A kind promises what `parse` takes: descriptors are checked with the kind alone.
    fn agree<V: ConfigValue>(text: &str) {
        assert_eq!(V::KIND.accepts(text), V::parse(text).is_some(), "{text:?}");
    }

    #[test]
    fn kinds_accept_what_parses() {
        for text in [
            "",
            "0",
            "-1",
            "1.5",
            "65535",
            "65536",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "2147483648",
            "true",
            "yes",
            "1 s",
            "1 MiB",
            "x",
        ] {
            agree::<i32>(text);
            agree::<i64>(text);
            agree::<u16>(text);
            agree::<u32>(text);
            agree::<u64>(text);
            agree::<usize>(text);
            agree::<f64>(text);
            agree::<bool>(text);
            agree::<String>(text);
            agree::<Duration>(text);
            agree::<MemorySize>(text);
        }
    }

    #[test]
    fn memory_sizes_print_in_the_largest_unit() {
        for (bytes, text) in [
            (0, "0 B"),
            (1, "1 B"),
            (1 << 40, "1 TiB"),
            (1_500_000, "1500 kB"),
            (1025, "1025 B"),
            (1536, "1536 B"),
        ] {
            assert_eq!(MemorySize::new(bytes).to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn a_printed_memory_size_parses_to_itself(bytes: u64) {
            let size = MemorySize::new(bytes);
            prop_assert_eq!(MemorySize::parse(&size.to_string()), Some(size));
        }
    }
}
