//! Amounts as Kubernetes gives them back, so that what was applied is what is there.

use super::{Amount, Resource};

const BINARY: &[&str] = &["", "Ki", "Mi", "Gi", "Ti"];
const DECIMAL: &[&str] = &["", "k", "M", "G", "T"];

impl Resource {
    /// Returns an amount in the form in which the API server keeps it: without a fraction, and with
    /// the largest suffix that leaves a whole number. Other forms mean the same, but tools that compare
    /// what was applied with what is there would find a difference for ever.
    ///
    /// Bytes are rounded up to whole ones, and an exponent is written as a suffix.
    ///
    /// ```
    /// use cloudflow_model::quantity::Resource;
    ///
    /// assert_eq!(Resource::Cpu.canonical("1.5").as_deref(), Some("1500m"));
    /// assert_eq!(Resource::Memory.canonical("1.5Gi").as_deref(), Some("1536Mi"));
    /// assert_eq!(Resource::Memory.canonical("512MB"), None);
    /// ```
    pub fn canonical(self, text: &str) -> Option<String> {
        let thousandths = Amount::parse(text)?.thousandths();
        let (units, rest) = (thousandths / 1000, thousandths % 1000);
        Some(match self {
            Self::Cpu if rest != 0 => format!("{thousandths}m"),
            Self::Cpu => with_suffix(units, 1000, DECIMAL),
            Self::Memory => {
                let bytes = units + u128::from(rest != 0);
                let is_binary = text.ends_with('i');
                let (base, suffixes) = if is_binary { (1024, BINARY) } else { (1000, DECIMAL) };
                with_suffix(bytes, base, suffixes)
            }
        })
    }
}

fn with_suffix(mut number: u128, base: u128, suffixes: &[&str]) -> String {
    let mut suffixes = suffixes.iter().copied();
    let mut suffix = suffixes.next().unwrap_or_default();
    while number != 0
        && number.is_multiple_of(base)
        && let Some(next) = suffixes.next()
    {
        number /= base;
        suffix = next;
    }
    format!("{number}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_kubernetes_and_more() {
        for (resource, text, canonical) in [
            (Resource::Cpu, "0.5", "500m"),
            (Resource::Cpu, "2", "2"),
            (Resource::Cpu, "1000m", "1"),
            (Resource::Cpu, "1e1", "10"),
            (Resource::Cpu, "50e-3", "50m"),
            (Resource::Memory, "1.5Gi", "1536Mi"),
            (Resource::Memory, "1024Mi", "1Gi"),
            (Resource::Memory, "512Mi", "512Mi"),
            (Resource::Memory, "1.5G", "1500M"),
            (Resource::Memory, "20971520", "20971520"),
            (Resource::Memory, "64000000", "64M"),
            (Resource::Memory, "0.1Gi", "107374183"),
            (Resource::Memory, "32Ti", "32Ti"),
        ] {
            assert_eq!(resource.canonical(text).as_deref(), Some(canonical), "{text}");
        }
    }
}
