//! What to do next about a batch of records, as an event source mapping decides it: no I/O, no clock.
//!
//! A function that reports a record gets that one and those after it again; the records before it are done. One that ends
//! without a report gets half as much, until it is clear on which record it ends; after so many ends on that one alone
//! the record is set aside.

use std::{ops::Range, time::Duration};

/// How often a function may end on one record alone.
pub const ATTEMPTS: u32 = 5;
const SHORTEST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(10);

/// What is next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Hand these over.
    Deliver(Range<usize>),
    /// Set this one aside: nothing comes of handing it over.
    SetAside(usize),
    /// Everything is settled.
    Done,
}

/// How a call of the function ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything that was handed over is done.
    Done,
    /// This one is not, nor those after it.
    StoppedAt(usize),
    /// It crashed, took too long, or answered what does not read.
    Broken,
}

/// A batch on its way. Records are numbered from 0.
#[derive(Debug)]
pub struct Work {
    total: usize,
    next: usize,
    end: usize,
    /// Ends of the function on `next` alone.
    attempts: u32,
    /// Failures since something was settled.
    failures: u32,
}

impl Work {
    /// A batch of so many records.
    pub fn new(total: usize) -> Self {
        Self { total, next: 0, end: total, attempts: 0, failures: 0 }
    }

    /// What is next, after [`Work::pause`].
    pub fn step(&self) -> Step {
        if self.next == self.total {
            Step::Done
        } else if self.attempts >= ATTEMPTS {
            Step::SetAside(self.next)
        } else {
            Step::Deliver(self.next..self.end)
        }
    }

    /// How long to wait before: longer from failure to failure.
    pub fn pause(&self) -> Option<Duration> {
        (self.failures > 0).then(|| (SHORTEST * (1 << self.failures.min(8))).min(LONGEST))
    }

    /// How many are settled, from the first on.
    pub fn settled(&self) -> usize {
        self.next
    }

    /// What came of [`Step::Deliver`].
    pub fn delivered(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Done => self.settle(self.end),
            Outcome::StoppedAt(at) if (self.next..self.end).contains(&at) => {
                if at > self.next {
                    let end = self.end;
                    self.settle(at);
                    self.end = end;
                }
                // The function is well, and counts by itself how often it fails on a record.
                self.attempts = 0;
                self.failures += 1;
            }
            // A report of what was not handed over says nothing.
            Outcome::StoppedAt(_) | Outcome::Broken => {
                self.failures += 1;
                match self.end - self.next {
                    1 => self.attempts += 1,
                    length => self.end = self.next + length / 2,
                }
            }
        }
    }

    /// What came of [`Step::SetAside`].
    pub fn set_aside(&mut self, done: bool) {
        if done {
            self.settle(self.next + 1);
        } else {
            self.failures += 1;
        }
    }

    fn settle(&mut self, next: usize) {
        *self = Self { next, ..Self::new(self.total) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone, Copy)]
    enum Record {
        Good,
        /// Reported so many times.
        Fails(u32),
        /// Ends the function so many times.
        Crashes(u32),
    }

    const FOR_EVER: u32 = u32::MAX;

    fn records() -> impl Strategy<Value = Vec<Record>> {
        let one = prop_oneof![
            6 => Just(Record::Good),
            1 => (1..8u32).prop_map(Record::Fails),
            1 => (1..8u32).prop_map(Record::Crashes),
            1 => Just(Record::Crashes(FOR_EVER)),
        ];
        prop::collection::vec(one, 1..40)
    }

    /// A function over these records; what it has done it notes.
    fn call(left: &mut [Record], range: Range<usize>, done: &mut Vec<usize>) -> Outcome {
        for at in range {
            match &mut left[at] {
                Record::Fails(times) if *times > 0 => {
                    *times -= 1;
                    return Outcome::StoppedAt(at);
                }
                Record::Crashes(times) if *times > 0 => {
                    *times = if *times == FOR_EVER { FOR_EVER } else { *times - 1 };
                    return Outcome::Broken;
                }
                _ => done.push(at),
            }
        }
        Outcome::Done
    }

    proptest! {
        #[test]
        fn everything_is_done_in_order_but_what_crashes_for_ever(records in records(), stores in 0..3u32) {
            let (mut left, mut work) = (records.clone(), Work::new(records.len()));
            let (mut done, mut aside, mut refusals) = (Vec::new(), Vec::new(), stores);
            for _ in 0..10_000 {
                let settled = work.settled();
                prop_assert!(done.iter().chain(&aside).filter(|at| **at < settled).count() >= settled);
                match work.step() {
                    Step::Done => break,
                    Step::Deliver(range) => {
                        prop_assert_eq!(range.start, settled);
                        let outcome = call(&mut left, range, &mut done);
                        work.delivered(outcome);
                    }
                    Step::SetAside(at) => {
                        prop_assert!(matches!(records[at], Record::Crashes(_)));
                        let taken = refusals == 0;
                        refusals = refusals.saturating_sub(1);
                        if taken {
                            aside.push(at);
                        }
                        work.set_aside(taken);
                    }
                }
            }
            prop_assert_eq!(work.step(), Step::Done);
            for (at, record) in records.iter().enumerate() {
                let (is_done, is_aside) = (done.contains(&at), aside.contains(&at));
                prop_assert!(is_done || is_aside, "{} is lost", at);
                if matches!(record, Record::Crashes(FOR_EVER)) {
                    prop_assert!(is_aside);
                }
            }
            let first = |at: usize| done.iter().position(|other| *other == at);
            let order: Vec<_> = (0..records.len()).filter_map(first).collect();
            prop_assert!(order.is_sorted(), "{:?}", done);
        }
    }

    #[test]
    fn a_record_that_crashes_alone_is_tried_so_often_and_waited_for_longer_each_time() {
        let mut work = Work::new(4);
        let mut pauses = Vec::new();
        while let Step::Deliver(range) = work.step() {
            let breaks = range.contains(&2);
            work.delivered(if breaks { Outcome::Broken } else { Outcome::Done });
            pauses.extend(work.pause());
        }
        assert_eq!((work.step(), pauses.len()), (Step::SetAside(2), 2 + ATTEMPTS as usize));
        work.set_aside(true);
        assert_eq!((work.step(), work.pause(), work.settled()), (Step::Deliver(3..4), None, 3));
    }

    #[test]
    fn a_report_of_what_was_not_handed_over_is_a_failure_of_the_function() {
        let mut work = Work::new(2);
        work.delivered(Outcome::StoppedAt(2));
        assert_eq!(work.step(), Step::Deliver(0..1));
        work.delivered(Outcome::Done);
        work.delivered(Outcome::StoppedAt(0));
        assert_eq!((work.step(), work.settled()), (Step::Deliver(1..2), 1));
    }

    #[test]
    fn reports_wait_no_longer_than_the_longest_and_never_set_aside() {
        let mut work = Work::new(1);
        for _ in 0..100 {
            work.delivered(Outcome::StoppedAt(0));
            assert_eq!(work.step(), Step::Deliver(0..1));
        }
        assert_eq!(work.pause(), Some(LONGEST));
    }
}
