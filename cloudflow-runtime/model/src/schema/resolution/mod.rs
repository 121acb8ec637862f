//! Whether a reader's schema takes every value of a writer's (specification, "Schema Resolution").
//!
//! The rules stand in [`relate`], one level of a schema at a time. The walk here goes
//! down both schemas with them and answers in a const; the runtime goes down with the same rules to
//! plan how it decodes. So what the compiler accepts is what the decoder can do.

mod incompatibility;
mod pair;
mod path;
mod relation;
#[cfg(test)]
mod tests;
pub(super) mod walk;

pub use incompatibility::{Broken, Incompatibility, Sides};
pub use pair::{reader_symbol, writer_field};
pub use path::{Path, Step};
pub use relation::{Promotion, Relation, relate};
pub use walk::MOST_DEPTH;

use super::Schema;

impl Schema<'_> {
    /// Returns why this schema cannot read what `writer` wrote, or nothing when it can read every
    /// value of it.
    ///
    /// The direction matters: a reader may know more than its writer, and less. Where the
    /// specification leaves the verdict to the value at hand (a branch of the writer's union or a
    /// symbol of its enum that the reader does not have), the answer is that it cannot.
    ///
    /// ```
    /// use cloudflow_model::Schema;
    ///
    /// assert!(Schema::Double.why_not_read(&Schema::Int).is_none());
    /// let reason = Schema::Int.why_not_read(&Schema::Double).expect("a reason");
    /// assert_eq!(
    ///     reason.message().as_str(),
    ///     "the value is `double` at the writer, which cannot be read as `int`\n\
    ///      help: make it `double` at the reader as well"
    /// );
    /// ```
    pub const fn why_not_read<'a>(&'a self, writer: &'a Schema<'a>) -> Option<Incompatibility<'a>>
    where
        Self: 'a,
    {
        walk::compare(writer, self, false)
    }

    /// Returns what [`why_not_read`](Self::why_not_read) does, and beyond the specification where a value
    /// can be read but stands for something else: both schemas have a logical type, and not the same.
    ///
    /// ```
    /// use cloudflow_model::Schema;
    /// use cloudflow_model::schema::LogicalType::{TimestampMicros, TimestampMillis};
    ///
    /// let (old, new) = (Schema::Logical(TimestampMillis, &Schema::Long), &Schema::Long);
    /// let new = Schema::Logical(TimestampMicros, new);
    /// assert!(new.why_not_read(&old).is_none());
    /// assert!(new.why_misread(&old).is_some());
    /// assert!(Schema::Long.why_misread(&old).is_none());
    /// ```
    pub const fn why_misread<'a>(&'a self, writer: &'a Schema<'a>) -> Option<Incompatibility<'a>>
    where
        Self: 'a,
    {
        walk::compare(writer, self, true)
    }
}
