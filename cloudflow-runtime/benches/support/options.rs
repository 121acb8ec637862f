//! The words behind `cargo bench … --`.

use std::collections::BTreeMap;
use std::str::FromStr;

/// Options as they were typed: `--rounds 3` is one of them.
#[derive(Debug)]
pub(crate) struct Options {
    given: BTreeMap<String, String>,
}

impl Options {
    /// Reads the command line. Returns nothing when cargo runs benchmarks as tests: then there is
    /// nothing to measure.
    pub(crate) fn of_process(known: &[&str]) -> Option<Self> {
        if !std::env::args().any(|word| word == "--bench") {
            return None;
        }
        let mut given = BTreeMap::new();
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            if word == "--bench" {
                continue;
            }
            let name = word.strip_prefix("--").filter(|name| known.contains(name));
            let (Some(name), Some(value)) = (name, words.next()) else {
                let known = known.join(" N`, `--");
                panic!("cannot understand `{word}`\nhelp: the options are `--{known} N`");
            };
            given.insert(name.to_owned(), value);
        }
        Some(Self { given })
    }

    /// Returns what was given, or the default.
    pub(crate) fn number<N: FromStr>(&self, name: &str, default: N) -> N {
        let Some(text) = self.given.get(name) else { return default };
        text.parse().unwrap_or_else(|_| panic!("`--{name} {text}`: must be a whole number"))
    }

    /// Returns the words of an option that holds several.
    pub(crate) fn words(&self, name: &str) -> Vec<&str> {
        self.given.get(name).map(|text| text.split_whitespace().collect()).unwrap_or_default()
    }
}
