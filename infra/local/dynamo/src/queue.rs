//! Who writes next: whoever waits for an answer, before what only follows it.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::mpsc;

/// Of so many jobs in a row at least one is of those that stand back, where there are any: they are never left behind.
const SHARE: usize = 8;
/// So many of them make a batch by themselves: whoever comes meanwhile waits for all of it.
const ALONE: usize = 16;

thread_local! {
    static BACK: Cell<bool> = const { Cell::new(false) };
}

/// From now on the writes that this thread asks for let others go first.
pub fn stand_back() {
    BACK.set(true);
}

/// A job, and whether it lets others go first.
struct Waiting<T> {
    job: T,
    back: bool,
}

/// Where jobs are handed in.
pub(crate) struct Entrance<T>(mpsc::Sender<Waiting<T>>);

impl<T> Entrance<T> {
    /// Hands a job in, as this thread stands; false where nobody takes it any more.
    pub(crate) fn send(&self, job: T) -> bool {
        self.0.send(Waiting { job, back: BACK.get() }).is_ok()
    }
}

/// What a batch has taken of both.
#[derive(Default)]
pub(crate) struct Batch {
    front: usize,
    back: usize,
}

/// Jobs in the order in which they are to be done.
pub(crate) struct Queue<T> {
    arriving: mpsc::Receiver<Waiting<T>>,
    front: VecDeque<T>,
    back: VecDeque<T>,
    /// How many have gone before the first of those that stand back.
    passed: usize,
}

/// A queue and its entrance.
pub(crate) fn queue<T>() -> (Entrance<T>, Queue<T>) {
    let (sender, arriving) = mpsc::channel();
    (Entrance(sender), Queue { arriving, front: VecDeque::new(), back: VecDeque::new(), passed: 0 })
}

impl<T> Queue<T> {
    /// The next job of a batch, among those that are there already. Where anybody waits for an answer, those that stand
    /// back come along only when it is their turn.
    pub(crate) fn next(&mut self, batch: &mut Batch) -> Option<T> {
        while let Ok(waiting) = self.arriving.try_recv() {
            self.put(waiting);
        }
        let turn = self.passed + 1 >= SHARE && !self.back.is_empty();
        if !turn && let Some(job) = self.front.pop_front() {
            self.passed = if self.back.is_empty() { 0 } else { self.passed + 1 };
            batch.front += 1;
            return Some(job);
        }
        if !turn && (batch.front > 0 || batch.back >= ALONE) {
            return None;
        }
        self.passed = 0;
        batch.back += 1;
        self.back.pop_front()
    }

    /// The first job of a batch, waited for; `None` once every entrance is gone and all is done.
    pub(crate) fn wait(&mut self, batch: &mut Batch) -> Option<T> {
        if let Some(job) = self.next(batch) {
            return Some(job);
        }
        let waiting = self.arriving.recv().ok()?;
        self.put(waiting);
        self.next(batch)
    }

    fn put(&mut self, Waiting { job, back }: Waiting<T>) {
        if back { &mut self.back } else { &mut self.front }.push_back(job);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hand_in(entrance: &Entrance<usize>, jobs: std::ops::Range<usize>, back: bool) {
        BACK.set(back);
        jobs.for_each(|job| assert!(entrance.send(job)));
        BACK.set(false);
    }

    fn batches(queue: &mut Queue<usize>) -> Vec<Vec<usize>> {
        let batch = || {
            let mut taken = Batch::default();
            Some(std::iter::from_fn(|| queue.next(&mut taken)).collect()).filter(|jobs: &Vec<_>| !jobs.is_empty())
        };
        std::iter::from_fn(batch).collect()
    }

    #[test]
    fn whoever_waits_goes_first_and_nobody_is_left_behind() {
        let (entrance, mut queue) = queue();
        hand_in(&entrance, 100..104, true);
        hand_in(&entrance, 0..20, false);
        let expected: Vec<usize> = (0..7).chain([100]).chain(7..14).chain([101]).chain(14..20).collect();
        assert_eq!(batches(&mut queue), [expected, vec![102, 103]]);
    }

    #[test]
    fn alone_they_make_small_batches() {
        let (entrance, mut queue) = queue();
        hand_in(&entrance, 0..20, true);
        assert_eq!(batches(&mut queue), [(0..16).collect::<Vec<_>>(), (16..20).collect()]);
        let mut batch = Batch::default();
        hand_in(&entrance, 0..2, true);
        assert_eq!(queue.wait(&mut batch), Some(0));
        hand_in(&entrance, 7..8, false);
        assert_eq!((queue.next(&mut batch), queue.next(&mut batch)), (Some(7), None));
        assert_eq!(queue.wait(&mut Batch::default()), Some(1));
        drop(entrance);
        assert_eq!(queue.wait(&mut Batch::default()), None);
    }
}
