//! Records that were refused with others, sent again alone.
//!
//! A broker refuses a batch for its size as a whole, and so do small records fail with a large one, or
//! with each other where the topic takes less than the client puts together. Alone, only those are
//! refused that are too large. They come after what was sent meanwhile: in their place nothing can be
//! put any more.

use std::collections::VecDeque;

use rdkafka::error::RDKafkaErrorCode;

use super::raw::{Landed, Reports, TooLarge};

/// How often a record is refused before it counts as too large: others may have come into its batch.
const TRIES: u32 = 3;

/// The records to send again, one after the other.
#[derive(Default)]
pub(super) struct Again {
    waiting: VecDeque<TooLarge>,
    /// The one that is on its way alone, and how often it was refused.
    alone: Option<(usize, u32)>,
}

impl Again {
    /// Takes reports in: what is too large for certain has landed, what may not be waits. Returns the
    /// record to send now, if there is one.
    pub(super) fn heed(&mut self, reports: &mut Reports) -> Option<TooLarge> {
        if let Some((token, _)) = self.alone
            && reports.landed.iter().any(|landed| landed.token == token)
        {
            self.alone = None;
        }
        let mut next = None;
        for refused in reports.too_large.drain(..) {
            match &mut self.alone {
                Some((token, tries)) if *token == refused.token => {
                    *tries += 1;
                    if *tries < TRIES {
                        next = Some(refused);
                        continue;
                    }
                    let (token, error) = (*token, Some(RDKafkaErrorCode::MessageSizeTooLarge));
                    reports.landed.push(Landed { token, error });
                    self.alone = None;
                }
                _ => self.waiting.push_back(refused),
            }
        }
        if self.alone.is_some() {
            return next;
        }
        let next = self.waiting.pop_front()?;
        self.alone = Some((next.token, 0));
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::Records;

    fn refused(token: usize) -> TooLarge {
        TooLarge { token, topic: String::new(), record: Records::default() }
    }

    #[test]
    fn one_after_the_other_is_tried_alone() {
        let (mut again, mut reports) = (Again::default(), Reports::default());
        let sent = |sent: Option<TooLarge>| sent.map(|sent| sent.token);
        reports.too_large.extend([1, 2].map(refused));
        assert_eq!(sent(again.heed(&mut reports)), Some(1));
        assert_eq!(sent(again.heed(&mut reports)), None, "the first is on its way");
        for _ in 1..TRIES {
            reports.too_large.push(refused(1));
            assert_eq!(sent(again.heed(&mut reports)), Some(1));
        }
        reports.too_large.push(refused(1));
        assert_eq!(sent(again.heed(&mut reports)), Some(2));
        let error = Some(RDKafkaErrorCode::MessageSizeTooLarge);
        assert_eq!(reports.landed, [Landed { token: 1, error }]);
        reports.landed = vec![Landed { token: 2, error: None }];
        assert_eq!(sent(again.heed(&mut reports)), None);
        reports.too_large.push(refused(3));
        assert_eq!(sent(again.heed(&mut reports)), Some(3));
    }
}
