//! The fields of a record that another version wrote, in the order of the reader.

use super::plan::Plan;
use super::program::{RecordNode, Source};
use super::skip::skip;
use crate::avro::{AvroType, DecodeError, Fault, Reader};

/// Hands out the reader's fields of one record, one after the other.
///
/// The writer's fields are read in passing. One that the reader wants later is passed over, and its
/// place is noted.
#[derive(Debug)]
pub struct ResolvedFields<'p, 'reader, 'message> {
    plan: Plan<'p>,
    record: &'p RecordNode<'p>,
    reader: &'reader mut Reader<'message>,
    /// The next of the reader's fields.
    index: usize,
    /// The next of the writer's fields.
    next: usize,
    places: Places,
}

impl<'p, 'reader, 'message> ResolvedFields<'p, 'reader, 'message> {
    pub(super) const fn new(
        plan: Plan<'p>,
        record: &'p RecordNode<'p>,
        reader: &'reader mut Reader<'message>,
    ) -> Self {
        Self { plan, record, reader, index: 0, next: 0, places: Places::NONE }
    }

    /// Reads the next of the reader's fields.
    #[inline]
    pub(crate) fn next<T: AvroType>(&mut self) -> Result<T, DecodeError> {
        self.value(T::decode, T::decode_resolved)
    }

    /// Reads the next of the reader's fields with one of two functions: from the reader's own bytes,
    /// or by a plan.
    #[inline]
    pub(super) fn value<T>(
        &mut self,
        own: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
        resolved: impl FnOnce(&mut Reader<'_>, Plan<'p>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let (field, node) = match self.record.sources.get(self.index) {
            Some(Source::Writer(field, node)) => (*field, *node),
            Some(Source::Default(bytes)) => {
                self.index += 1;
                return own(&mut Reader::new(bytes))
                    .map_err(|error| error.at(self.reader.position()));
            }
            None => return Err(self.reader.fault(Fault::Unresolved)),
        };
        self.index += 1;
        let back = self.find(field)?;
        let value = match node {
            None => own(self.reader)?,
            Some(node) => resolved(self.reader, self.plan.at(node))?,
        };
        if let Some(back) = back {
            self.reader.seek(back);
        }
        Ok(value)
    }

    /// Goes to the writer's field with this index. Returns where to go on after it, unless that is
    /// behind it.
    #[inline]
    fn find(&mut self, field: usize) -> Result<Option<usize>, DecodeError> {
        if field >= self.next {
            if field > self.next {
                self.pass(field)?;
            }
            self.next = field + 1;
            return Ok(None);
        }
        let back = self.reader.position();
        let slot = self.record.later.iter().position(|later| *later == field);
        match slot.and_then(|slot| self.places.get(slot)) {
            Some(place) => {
                self.reader.seek(place);
                Ok(Some(back))
            }
            None => Err(self.reader.fault(Fault::Unresolved)),
        }
    }

    /// Passes over the writer's fields before the one with the index `end`.
    fn pass(&mut self, end: usize) -> Result<(), DecodeError> {
        let passed = self.record.writer.fields.get(self.next..end).unwrap_or_default();
        for (index, field) in (self.next..end).zip(passed) {
            if let Some(slot) = self.record.later.iter().position(|later| *later == index) {
                self.places.set(slot, self.reader.position());
            }
            skip(self.reader, field.schema, self.plan.program.writer)
                .map_err(|error| error.inside(field.name))?;
        }
        Ok(())
    }

    /// Passes over what the writer has left.
    #[inline]
    pub(super) fn finish(mut self) -> Result<(), DecodeError> {
        let end = self.record.writer.fields.len();
        if self.next < end { self.pass(end) } else { Ok(()) }
    }
}

/// Where fields start that the reader comes back to, each in its slot of [`RecordNode::later`].
///
/// Few fields move, so few places need no memory of their own for each record.
#[derive(Debug)]
struct Places {
    few: [usize; FEW],
    more: Vec<usize>,
}

/// How many places are kept without memory of their own.
const FEW: usize = 8;

impl Places {
    const NONE: Self = Self { few: [0; FEW], more: Vec::new() };

    fn set(&mut self, slot: usize, place: usize) {
        if let Some(known) = self.few.get_mut(slot) {
            *known = place;
            return;
        }
        let slot = slot - FEW;
        if self.more.len() <= slot {
            self.more.resize(slot + 1, 0);
        }
        if let Some(known) = self.more.get_mut(slot) {
            *known = place;
        }
    }

    fn get(&self, slot: usize) -> Option<usize> {
        self.few.get(slot).or_else(|| self.more.get(slot.checked_sub(FEW)?)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_beyond_the_few_are_kept_too() {
        let mut places = Places::NONE;
        for slot in (0..3 * FEW).rev() {
            places.set(slot, 100 + slot);
        }
        assert!((0..3 * FEW).all(|slot| places.get(slot) == Some(100 + slot)));
        assert_eq!(places.get(3 * FEW), None);
    }
}
