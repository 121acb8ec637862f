//! Configuration parameters: what of a streamlet can be set without compiling it again.

/// A value that a streamlet reads when it starts.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ConfigParameter<'a> {
    /// Its key, an identifier in snake case.
    pub key: &'a str,
    /// What it does, from its doc comment; may be empty.
    pub description: &'a str,
    /// What values it takes.
    pub kind: ParameterKind<'a>,
    /// The value when none is given; without a default a value is required.
    pub default: Option<&'a str>,
}

/// The type of a configuration parameter, with the range or pattern its values keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ParameterKind<'a> {
    /// A whole number from `min` to `max`, both inclusive.
    Integer {
        /// The least value.
        min: i64,
        /// The greatest value.
        max: i64,
    },
    /// A finite decimal number.
    Float,
    /// `true` or `false`.
    Boolean,
    /// Text, which the pattern, a regular expression, must match as a whole.
    String {
        /// The regular expression, if any.
        pattern: Option<&'a str>,
    },
    /// A duration such as `500 ms` or `7 days`.
    Duration,
    /// A number of bytes such as `64 MiB`.
    MemorySize,
}

impl ParameterKind<'_> {
    /// Returns the kind as it stands in messages: "an integer", "a duration such as `1 min`".
    pub const fn expectation(self) -> &'static str {
        match self {
            Self::Integer { .. } => "an integer",
            Self::Float => "a number",
            Self::Boolean => "`true` or `false`",
            Self::String { .. } => "a string",
            Self::Duration => "a duration such as `500 ms` or `1 min`",
            Self::MemorySize => "a memory size such as `64 MiB`",
        }
    }

    /// Returns whether `text` is a value of this kind, ranges included and patterns apart.
    ///
    /// A regular expression cannot be matched in a const; [`rules`](crate::rules) has the rule that
    /// does it where code runs.
    pub const fn accepts(self, text: &str) -> bool {
        match self {
            Self::Integer { min, max } => match crate::value::parse_integer(text) {
                Some(number) => min <= number && number <= max,
                None => false,
            },
            Self::Float => crate::value::is_float(text),
            Self::Boolean => crate::value::parse_boolean(text).is_some(),
            Self::String { .. } => true,
            Self::Duration => crate::value::parse_duration(text).is_some(),
            Self::MemorySize => crate::value::parse_memory_size(text).is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_inclusive() {
        let percent = ParameterKind::Integer { min: 0, max: 100 };
        for (text, accepted) in
            [("0", true), ("100", true), ("101", false), ("-1", false), ("x", false)]
        {
            assert_eq!(percent.accepts(text), accepted, "{text}");
        }
    }
}
