//! What was most likely meant by an amount that Kubernetes refuses, or takes for something else.

use super::Resource;
use crate::Message;

/// Units as people write them, in any case, each with the suffixes that may have been meant.
type Units = &'static [(&'static str, &'static [&'static str])];

#[rustfmt::skip]
const CPU: Units = &[
    ("", &["", "m"]), ("c", &[""]), ("core", &[""]), ("cores", &[""]), ("cpu", &[""]), ("cpus", &[""]),
    ("vcpu", &[""]), ("vcpus", &[""]),
    ("m", &["m"]), ("mi", &["m"]), ("mc", &["m"]), ("mcpu", &["m"]), ("millicpu", &["m"]),
    ("millicore", &["m"]), ("millicores", &["m"]),
];

/// A single letter stands for a power of two, as for the tools that take it: `-Xmx512m` and
/// `docker run -m 512m`.
#[rustfmt::skip]
const MEMORY: Units = &[
    ("", &["", "Mi"]), ("b", &["", "Mi"]), ("byte", &["", "Mi"]), ("bytes", &["", "Mi"]),
    ("k", &["Ki", "Mi"]), ("ki", &["Ki", "Mi"]), ("kib", &["Ki", "Mi"]), ("kb", &["k", "Mi"]),
    ("m", &["Mi"]), ("mi", &["Mi"]), ("mib", &["Mi"]), ("mb", &["M"]),
    ("g", &["Gi"]), ("gi", &["Gi"]), ("gib", &["Gi"]), ("gb", &["G"]),
    ("t", &["Ti"]), ("ti", &["Ti"]), ("tib", &["Ti"]), ("tb", &["T"]),
];

/// Returns the first amount that one replica can have.
pub(super) const fn meant(resource: Resource, text: &str) -> Option<Message> {
    let (number, unit) = split(text);
    let units = match resource {
        Resource::Cpu => CPU,
        Resource::Memory => MEMORY,
    };
    let mut at = 0;
    while at < units.len() {
        let (written, suffixes) = units[at];
        let mut suffix = 0;
        while suffix < suffixes.len() && unit.eq_ignore_ascii_case(written) {
            let candidate = number.text(suffixes[suffix]);
            if resource.fault(candidate.as_str()).is_none() {
                return Some(candidate);
            }
            suffix += 1;
        }
        at += 1;
    }
    None
}

/// Splits off the number, with a point for a comma and without spaces and underscores.
const fn split(text: &str) -> (Message, &str) {
    let mut number = Message::new("");
    let mut rest = text.trim_ascii();
    loop {
        let digit = match rest.as_bytes() {
            [b'0'..=b'9' | b'.', ..] => {
                let (digit, _) = rest.split_at(1);
                digit
            }
            [b',', ..] => ".",
            [b' ' | b'_', ..] => "",
            _ => return (number, rest),
        };
        number = number.text(digit);
        (_, rest) = rest.split_at(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(resource: Resource, cases: &[(&str, Option<&str>)]) {
        for (text, expected) in cases {
            let meant = resource.meant(text);
            assert_eq!(meant.as_ref().map(Message::as_str), *expected, "{text}");
        }
    }

    #[test]
    fn processor_time() {
        check(
            Resource::Cpu,
            &[
                ("500 m", Some("500m")),
                ("0,5", Some("0.5")),
                ("500", Some("500m")),
                ("500M", Some("500m")),
                ("500Mi", Some("500m")),
                ("2 cores", Some("2")),
                ("1_500 mCPU", Some("1500m")),
                ("100000", None),
                ("50%", None),
                ("half", None),
                ("1,5,2", None),
                ("5ö", None),
            ],
        );
    }

    #[test]
    fn memory() {
        check(
            Resource::Memory,
            &[
                ("512m", Some("512Mi")),
                ("512mi", Some("512Mi")),
                ("512MB", Some("512M")),
                ("1GiB", Some("1Gi")),
                ("1,5 gb", Some("1.5G")),
                ("2g", Some("2Gi")),
                ("512", Some("512Mi")),
                ("65536K", Some("65536Ki")),
                ("512K", Some("512Mi")),
                ("16Mi", None),
                ("much", None),
            ],
        );
    }
}
