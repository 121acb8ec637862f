//! How much of the input an answer or a log line repeats.

use std::borrow::Cow;

/// The most characters of the input that are shown.
const MOST_SHOWN: usize = 200;

/// How many of them are the end, which often says what was expected.
const END_SHOWN: usize = 79;

/// Cuts a text that is or contains input, in the middle.
pub(super) fn shorten(text: &str) -> Cow<'_, str> {
    // Most texts are short, and have fewer characters than bytes.
    if text.len() <= MOST_SHOWN || text.chars().count() <= MOST_SHOWN {
        return Cow::Borrowed(text);
    }
    let start = text.char_indices().nth(MOST_SHOWN - END_SHOWN - 1).map_or(0, |(at, _)| at);
    let end = text.char_indices().nth_back(END_SHOWN - 1).map_or(text.len(), |(at, _)| at);
    let (start, end) = (text.get(..start), text.get(end..));
    Cow::Owned(format!("{}…{}", start.unwrap_or_default(), end.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_stay() {
        for text in [String::new(), "a".repeat(200), "ä".repeat(200)] {
            assert_eq!(shorten(&text), text);
        }
    }

    #[test]
    fn long_texts_keep_both_ends() {
        for letter in ["a", "ä", "🦀"] {
            let text = format!("invalid type: string {}, expected i32", letter.repeat(1_000_000));
            let shown = shorten(&text);
            assert_eq!(shown.chars().count(), 200);
            assert!(shown.starts_with("invalid type: string "), "{shown}");
            assert!(shown.ends_with(", expected i32"), "{shown}");
        }
    }
}
