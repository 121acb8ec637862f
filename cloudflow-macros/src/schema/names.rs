//! What a name in a schema may look like.

/// Returns whether `name` is a name of Avro: letters, digits and `_`, and no digit at the start.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// Returns whether `name` is a list of names with dots between them.
pub(crate) fn is_full_name(name: &str) -> bool {
    name.split('.').all(is_name)
}

pub(crate) fn not_a_name(name: &str, what: &str) -> String {
    let name: String = name.chars().take(64).collect();
    let rule = if what == "a namespace" {
        "with dots between names such as `com.example`"
    } else {
        "and no digit at the start"
    };
    format!(
        "`{name}` cannot be {what}\n\
         help: use `A` to `Z`, `a` to `z`, `0` to `9` and `_`, {rule}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in ["a", "_", "A1", "com_example"] {
            assert!(is_name(name) && is_full_name(name), "{name}");
        }
        for name in ["", "1a", "a-b", "ä", "a b"] {
            assert!(!is_name(name) && !is_full_name(name), "{name}");
        }
        assert!(is_full_name("com.example.Reading"));
        assert!(!is_full_name("com..Reading") && !is_full_name(".Reading"));
    }
}
