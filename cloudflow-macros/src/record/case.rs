//! `rename_all`: how a Rust name is spelled elsewhere.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
}

impl Case {
    /// The names of the cases, as serde calls them. Those with `-` are no Avro names.
    pub(crate) const NAMES: &[&str] = &[
        "lowercase",
        "UPPERCASE",
        "PascalCase",
        "camelCase",
        "snake_case",
        "SCREAMING_SNAKE_CASE",
    ];

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "lowercase" => Self::Lower,
            "UPPERCASE" => Self::Upper,
            "PascalCase" => Self::Pascal,
            "camelCase" => Self::Camel,
            "snake_case" => Self::Snake,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            _ => return None,
        })
    }

    pub(crate) fn apply(self, name: &str) -> String {
        let words = words(name);
        match self {
            Self::Lower => words.concat(),
            Self::Upper => words.concat().to_uppercase(),
            Self::Pascal => words.iter().map(|word| capitalised(word)).collect(),
            Self::Camel => {
                let mut words = words.iter();
                let first = words.next().cloned().unwrap_or_default();
                words.fold(first, |name, word| name + &capitalised(word))
            }
            Self::Snake => words.join("_"),
            Self::ScreamingSnake => words.join("_").to_uppercase(),
        }
    }
}

/// Splits `device_id` and `DeviceId` into `device` and `id`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for character in name.chars() {
        if character == '_' || (character.is_uppercase() && after_lower) {
            words.push(String::new());
        }
        if character != '_'
            && let Some(word) = words.last_mut()
        {
            word.extend(character.to_lowercase());
        }
        after_lower = character.is_lowercase() || character.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases() {
        for (case, device_id, in_progress) in [
            ("lowercase", "deviceid", "inprogress"),
            ("UPPERCASE", "DEVICEID", "INPROGRESS"),
            ("PascalCase", "DeviceId", "InProgress"),
            ("camelCase", "deviceId", "inProgress"),
            ("snake_case", "device_id", "in_progress"),
            ("SCREAMING_SNAKE_CASE", "DEVICE_ID", "IN_PROGRESS"),
        ] {
            let case = Case::parse(case).unwrap();
            assert_eq!(case.apply("device_id"), device_id);
            assert_eq!(case.apply("InProgress"), in_progress);
        }
        assert_eq!(Case::NAMES.iter().filter_map(|name| Case::parse(name)).count(), 6);
        assert_eq!(Case::parse("kebab-case"), None);
    }
}
