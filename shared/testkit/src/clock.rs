use jiff::{SignedDuration, Timestamp};
use medilink_kernel::{Clock, Sleep, SystemClock};
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

/// The machine's clock, so many seconds ahead: what has to wait for an hour can be tested in a moment.
#[derive(Debug, Default)]
pub struct ShiftedClock(AtomicI64);

impl ShiftedClock {
    /// Moves the clock on.
    pub fn advance(&self, by: SignedDuration) {
        self.0.fetch_add(by.as_secs(), Ordering::Relaxed);
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        SystemClock.now() + SignedDuration::from_secs(self.0.load(Ordering::Relaxed))
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        SystemClock.sleep(duration)
    }
}
