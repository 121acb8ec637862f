//! YAML text: the only module that knows the YAML library.
//!
//! Kubernetes reads YAML 1.1, where `on`, `1_000` and `12:30` are no strings. serde-saphyr quotes
//! those, keeps the order of fields and writes long texts as blocks that a person can read.

use serde::Serialize;

/// Returns one document, below its comment.
pub(crate) fn document(
    text: &str,
    value: &impl Serialize,
) -> Result<String, serde_saphyr::ser::Error> {
    let body = serde_saphyr::to_string(value)?;
    Ok(format!("{}{}\n", comment(text), body.trim_end_matches('\n')))
}

/// Joins documents into one file, below its comment.
pub(crate) fn file(text: &str, documents: &[String]) -> String {
    format!("{}---\n{}", comment(text), documents.join("---\n"))
}

fn comment(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("# {}\n", text.replace('\n', "\n# ")) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn what_yaml_1_1_would_misread_is_quoted() {
        for text in [
            "on", "yes", "y", "no", "off", "null", "~", "1", "0x1f", "017", "1_000", "1e3",
            "12:30:45", "",
        ] {
            let text = document("", &BTreeMap::from([("key", text)])).expect("YAML");
            assert!(text.starts_with("key: \"") && text.ends_with("\"\n"), "{text}");
        }
    }

    #[test]
    fn documents_are_commented_and_joined() {
        let one = document("why\nand how", &BTreeMap::from([("text", "a\nb\n")])).expect("YAML");
        let two = document("", &BTreeMap::from([("text", "c")])).expect("YAML");
        assert_eq!(
            file("head", &[one, two]),
            "# head\n---\n# why\n# and how\ntext: |\n  a\n  b\n---\ntext: c\n"
        );
    }
}
