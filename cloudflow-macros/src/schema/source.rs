//! The text of a schema file, places in it, and the mistakes found there.

use std::fmt::Display;

/// A schema file that was read.
pub(crate) struct Source {
    /// The path as it is written in the macro, which is how messages call it.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// A place in one of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The index of the file.
    pub(crate) file: usize,
    /// How many bytes come before it.
    pub(crate) offset: usize,
}

impl Source {
    /// Returns `path:line:column` of a byte; a column is a character, as in the messages of rustc.
    pub(crate) fn position(&self, offset: usize) -> String {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(start..).unwrap_or_default().chars().count() + 1;
        format!("{}:{line}:{column}", self.path)
    }
}

/// What is wrong at a place.
pub(crate) struct Mistake {
    pub(crate) place: Place,
    pub(crate) message: String,
}

/// All mistakes of all files.
#[derive(Default)]
pub(crate) struct Mistakes {
    found: Vec<Mistake>,
}

impl Mistakes {
    pub(crate) fn at(&mut self, place: Place, message: impl Display) {
        self.found.push(Mistake { place, message: message.to_string() });
    }

    pub(crate) const fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns the first one of the text.
    pub(crate) fn first(&self) -> Option<&Mistake> {
        self.found.iter().min_by_key(|mistake| (mistake.place.file, mistake.place.offset))
    }

    /// Returns the mistakes in the order of the text, since the checks go over it several times.
    pub(crate) fn into_sorted(mut self) -> Vec<Mistake> {
        self.found.sort_by_key(|mistake| (mistake.place.file, mistake.place.offset));
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_a_character() {
        let source = Source { path: "a.avsc".into(), text: "{\n  \"ä\": 1\n}".into() };
        assert_eq!(source.position(0), "a.avsc:1:1");
        assert_eq!(source.position(2), "a.avsc:2:1");
        assert_eq!(source.position(source.text.find('1').unwrap()), "a.avsc:2:8");
        assert_eq!(source.position(source.text.len()), "a.avsc:3:2");
    }
}
