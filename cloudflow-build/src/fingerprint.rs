//! A short fingerprint of text: the same on every machine and with every compiler.
//!
//! It tells one version of a configuration from the next and keeps nobody out, so the eight lines of
//! FNV-1a (64 bits) serve, where a cryptographic hash would bring ten crates into every build script.
//! The hasher of the standard library promises no stability between releases.

/// Returns the fingerprint in 16 hexadecimal digits.
pub(crate) fn long(text: &str) -> String {
    format!("{:016x}", fnv(text))
}

/// Returns the fingerprint in 8 hexadecimal digits.
pub(crate) fn short(text: &str) -> String {
    let long = fnv(text);
    // The authors of FNV fold the halves instead of cutting one off.
    format!("{:08x}", (long >> 32) ^ (long & 0xffff_ffff))
}

fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_vectors() {
        assert_eq!(long(""), "cbf29ce484222325");
        assert_eq!(long("a"), "af63dc4c8601ec8c");
        assert_eq!(long("foobar"), "85944171f73967e8");
        assert_eq!(short("foobar").len(), cloudflow_model::kubernetes::JOB_VERSION);
    }
}
