//! What is done when the locks are free.

use std::task::Waker;

use super::parcel::Parcel;

/// What a change under a lock leaves to do: to tell fates, and to wake or drop wakers. All of them may
/// run anything, also what needs the lock.
#[derive(Debug, Default)]
pub(super) struct Later {
    woken: Vec<Waker>,
    dropped: Vec<Waker>,
    written: Vec<Parcel>,
}

impl Later {
    pub(super) fn wake(&mut self, waker: Option<Waker>) {
        self.woken.extend(waker);
    }

    pub(super) fn wake_all(&mut self, wakers: &mut Vec<Waker>) {
        self.woken.append(wakers);
    }

    pub(super) fn drop(&mut self, waker: Option<Waker>) {
        self.dropped.extend(waker);
    }

    /// Tells that the log has all of a parcel.
    pub(super) fn written(&mut self, parcel: Parcel) {
        self.written.push(parcel);
    }

    pub(super) fn run(self) {
        self.written.into_iter().for_each(Parcel::written);
        self.woken.into_iter().for_each(Waker::wake);
    }
}
