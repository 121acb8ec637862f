//! Names that say that their value is a secret.

use cloudflow_model::nearest;

/// Words in the name of a key whose value is masked wherever it comes from.
const WORDS: &[&str] =
    &["credential", "credentials", "passphrase", "password", "pem", "secret", "token"];

/// The words among them that are long enough to be known also when they are misspelt: where a name
/// has a typing error, its value is most likely shown, for it is refused.
const LONG: &[&str] = &["credential", "credentials", "passphrase", "password"];

/// The same for two words in a row, of which one alone would hide too much.
const PAIRS: &[[&str; 2]] =
    &[["access", "key"], ["api", "key"], ["oauthbearer", "config"], ["private", "key"]];

/// Returns whether the name of a key says that its value is a secret.
pub(crate) fn sounds_secret(name: &str) -> bool {
    let words: Vec<&str> = name.split(['.', '_', '-']).collect();
    words.iter().any(|word| WORDS.contains(word) || nearest(word, LONG).is_some())
        || words.windows(2).any(|pair| PAIRS.iter().any(|known| pair == known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets() {
        for name in [
            "password",
            "sasl.password",
            "sasl.passwrd",
            "ssl.key.pem",
            "api_token",
            "aws_access_key",
            "sasl.oauthbearer.config",
        ] {
            assert!(sounds_secret(name), "{name}");
        }
        for name in [
            "bootstrap.servers",
            "key",
            "partition_key",
            "access_log",
            "tokens_per_second",
            "pass_through",
        ] {
            assert!(!sounds_secret(name), "{name}");
        }
    }
}
