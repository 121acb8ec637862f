//! Where in a schema something is: the fields, items and branches that lead to it.

use crate::Message;

/// How many steps of a path are kept; the outermost ones beyond are shown as `…`.
const MOST_STEPS: usize = 24;

/// One step from a schema to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Into the field with this name, the reader's where it has one.
    Field(&'a str),
    /// Into the items of an array.
    Items,
    /// Into the values of a map.
    Values,
    /// Into the branch of a union with this name.
    Branch(&'a str),
}

/// The way from the outside of a schema to one of its parts, such as `site`, `items[].price`,
/// `prices{}` or `event<Created>.site`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path<'a> {
    /// The innermost step first, as the way is noted on the way out.
    steps: [Step<'a>; MOST_STEPS],
    count: usize,
    is_cut: bool,
}

impl<'a> Path<'a> {
    /// The place of the schema as a whole.
    pub(in crate::schema) const WHOLE: Self =
        Self { steps: [Step::Items; MOST_STEPS], count: 0, is_cut: false };

    /// Adds the step that comes before all others.
    pub(in crate::schema) const fn put_before(&mut self, step: Step<'a>) {
        if self.count < MOST_STEPS {
            self.steps[self.count] = step;
            self.count += 1;
        } else {
            self.is_cut = true;
        }
    }

    /// Returns whether it is the place of the schema as a whole.
    pub const fn is_whole(&self) -> bool {
        self.count == 0
    }

    /// Returns whether it ends in a branch of a union, so that a value may be something else.
    pub const fn is_branch(&self) -> bool {
        self.count > 0 && matches!(self.steps[0], Step::Branch(_))
    }

    /// Returns the outermost step, if it was kept.
    pub const fn first(&self) -> Option<Step<'a>> {
        if self.is_whole() || self.is_cut { None } else { Some(self.steps[self.count - 1]) }
    }

    /// Returns the name of the innermost field, if there is one.
    pub const fn field(&self) -> Option<&'a str> {
        let mut at = 0;
        while at < self.count {
            if let Step::Field(name) = self.steps[at] {
                return Some(name);
            }
            at += 1;
        }
        None
    }

    /// Appends the path in backticks, or `whole` for the schema as a whole.
    pub const fn append_to(&self, message: Message, whole: &str) -> Message {
        if self.is_whole() {
            return message.text(whole);
        }
        let mut message = message.text(if self.is_cut { "`…" } else { "`" });
        let mut at = self.count;
        while at > 0 {
            at -= 1;
            message = match self.steps[at] {
                Step::Field(name) if at + 1 == self.count && !self.is_cut => message.text(name),
                Step::Field(name) => message.text(".").text(name),
                Step::Items => message.text("[]"),
                Step::Values => message.text("{}"),
                Step::Branch(name) => message.text("<").text(name).text(">"),
            };
        }
        message.text("`")
    }
}
