//! One operation on the stream of one table: its own checkpoint, its own pace, its own retries.

use super::{
    checkpoint::Checkpoint,
    disorder::Disorder,
    feed::Feed,
    window::{Entry, Place, Seen},
    work::{ATTEMPTS, Outcome, Step, Work},
};
use crate::functions::Functions;
use aws_lambda_events::dynamodb::{Event, EventRecord};
use medilink_edge::{Origin, Platform, Registered, StreamRecord, set_aside};
use medilink_kernel::{Clock, unquoted};
use medilink_operation::policy::TenantScope;
use serde_json::Value;
use std::{sync::Arc, time::Duration};

/// Records handed over at once.
const BATCH: usize = 100;
/// A busy follower keeps its place this often, in microseconds of the stream's clock; one that has nothing to do keeps it
/// before it waits. What lies between is handed over again after a cut.
const UNKEPT: i64 = 1_000_000;
const REST: Duration = Duration::from_secs(1);

/// A follower.
pub struct Consumer {
    /// The operation.
    pub operation: &'static Registered,
    /// Whether a change of this partition is one for it.
    pub wants: fn(&Registered, &str) -> bool,
    /// The stream.
    pub feed: Arc<Feed>,
    /// Where the operation runs.
    pub functions: Functions,
    /// Where what it cannot follow is set aside.
    pub platform: Arc<Platform>,
    /// How it waits.
    pub clock: Arc<dyn Clock>,
    /// Where it stands.
    pub checkpoint: Checkpoint,
    /// What goes wrong by seed.
    pub disorder: Option<Disorder>,
}

impl Consumer {
    /// Follows until dropped.
    pub async fn run(self) {
        let mut news = self.feed.news();
        let mut place = self.checkpoint.read();
        let (mut back, mut kept, mut done) = (place, place, false);
        loop {
            // Marked before reading: what comes in between is news again.
            news.mark_unchanged();
            let batch = match self.batch(place).await {
                Ok(batch) => batch,
                Err(error) => {
                    self.complain(&error, "a stream cannot be read");
                    self.clock.sleep(REST).await;
                    continue;
                }
            };
            if batch.through == place {
                if done {
                    self.keep(place);
                    (kept, done) = (place, false);
                }
                match news.changed().await {
                    Ok(()) => continue,
                    Err(_) => return,
                }
            }
            if !batch.entries.is_empty() {
                self.deliver(&batch.entries).await;
                if self.disorder.as_ref().is_some_and(Disorder::repeats) {
                    place = back;
                    continue;
                }
                (back, done) = (place, true);
            }
            place = batch.through;
            if place.micros_after(kept) >= UNKEPT {
                self.keep(place);
                (kept, done) = (place, false);
            }
        }
    }

    async fn batch(&self, after: Place) -> Result<Seen, String> {
        let most = self.disorder.as_ref().map_or(BATCH, |disorder| disorder.cut(BATCH));
        let mut seen = self.feed.after(after, most, |pk| (self.wants)(self.operation, pk)).await?;
        if let Some(disorder) = &self.disorder {
            disorder.shuffle(&mut seen.entries, |entry| &entry.pk);
        }
        Ok(seen)
    }

    /// Hands a batch over until everything in it is done or set aside.
    async fn deliver(&self, entries: &[Arc<Entry>]) {
        if let Some(disorder) = &self.disorder {
            self.clock.sleep(disorder.delay()).await;
        }
        let mut readable = Vec::with_capacity(entries.len());
        for entry in entries {
            match serde_json::from_str(&entry.text) {
                Ok(record) => readable.push((entry, record)),
                Err(error) => self.put_away(entry, &unquoted(&error)).await,
            }
        }
        let (entries, records): (Vec<_>, Vec<_>) = readable.into_iter().unzip();
        let mut work = Work::new(records.len());
        let mut kept = 0;
        loop {
            if let Some(pause) = work.pause() {
                // What is done before a wait need not be done again after a cut.
                if work.settled() > kept {
                    kept = work.settled();
                    settled(&entries, kept).into_iter().for_each(|place| self.keep(place));
                }
                self.clock.sleep(pause).await;
            }
            match work.step() {
                Step::Done => return,
                Step::Deliver(range) => {
                    let outcome = self.call(&records[range.clone()], range.start).await;
                    work.delivered(outcome);
                }
                Step::SetAside(at) => work.set_aside(self.set_aside(&records[at]).await),
            }
        }
    }

    async fn call(&self, records: &[EventRecord], first: usize) -> Outcome {
        let mut event = Event::default();
        event.records = records.to_vec();
        let id = records.first().map_or("stream", |record| &record.event_id);
        let report = match self.functions.stream(self.operation, event, id).await {
            Ok(report) => report,
            Err(error) => {
                self.complain(&error, "a function has failed");
                return Outcome::Broken;
            }
        };
        match stopped_at(&report, records) {
            Ok(None) => Outcome::Done,
            Ok(Some(at)) => Outcome::StoppedAt(first + at),
            Err(error) => {
                self.complain(error, "a function has failed");
                Outcome::Broken
            }
        }
    }

    async fn set_aside(&self, record: &EventRecord) -> bool {
        let (platform, id) = (&self.platform, &record.event_id);
        match medilink_runtime::set_aside(platform, self.operation, record.clone(), ATTEMPTS, id).await {
            Ok(()) => true,
            Err(failure) => {
                self.complain(failure.cause(), "a record cannot be set aside");
                false
            }
        }
    }

    /// Makes a dead letter of a record that does not read, however long the store takes for it.
    async fn put_away(&self, entry: &Entry, why: &str) {
        self.complain(why, "a record does not read");
        let table = self.feed.stream().table.clone();
        let origin = Origin { event: format!("unreadable-{}", entry.place), table };
        let (own, text) = (TenantScope::split(&entry.pk), Value::String(entry.text.clone()));
        let record = StreamRecord {
            tenant: own.as_ref().map(|(tenant, _)| *tenant),
            pk: own.as_ref().map_or(&*entry.pk, |(_, own)| own).to_owned(),
            sk: String::new(),
            at: self.platform.clock.now(),
            new: Some(text),
            old: None,
            replays: 0,
        };
        while let Err(failure) = set_aside(&self.platform, self.operation, &origin, &record, 0, &origin.event).await {
            self.complain(failure.cause(), "a record cannot be set aside");
            self.clock.sleep(REST).await;
        }
    }

    fn keep(&self, place: Place) {
        if let Err(error) = self.checkpoint.keep(place) {
            // It is delivered again after a restart, which followers bear.
            self.complain(&error, "a checkpoint cannot be kept");
        }
    }

    fn complain(&self, error: &str, what: &str) {
        tracing::error!(operation = self.operation.spec().id, stream = self.feed.stream().arn, error, "{what}");
    }
}

/// The first record that is not done, by a function's report; an error where the report does not read.
fn stopped_at(report: &Value, records: &[EventRecord]) -> Result<Option<usize>, &'static str> {
    let failures = match &report["batchItemFailures"] {
        Value::Array(failures) => failures,
        Value::Null => return Ok(None),
        _ => return Err("the answer does not read"),
    };
    let place = |failure: &Value| {
        let name = failure["itemIdentifier"].as_str()?;
        records.iter().position(|record| record.change.sequence_number.as_deref() == Some(name))
    };
    let places: Option<Vec<_>> = failures.iter().map(place).collect();
    Ok(places.ok_or("the answer names what was not handed over")?.into_iter().min())
}

/// The place up to which nothing is left, where so many of the batch are settled, in whatever order they came.
fn settled(entries: &[&Arc<Entry>], count: usize) -> Option<Place> {
    let (done, left) = entries.split_at(count);
    let first = left.iter().map(|entry| entry.place).min();
    let before = |place: &Place| first.is_none_or(|first| *place < first);
    done.iter().map(|entry| entry.place).filter(before).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn entry(number: i64) -> Arc<Entry> {
        Arc::new(Entry { place: Place::of(number), pk: "A".into(), text: "{}".into() })
    }

    fn record(number: u32) -> EventRecord {
        let change = json!({"SequenceNumber": number.to_string(), "SizeBytes": 1});
        let record = json!({"eventID": "e", "eventName": "INSERT", "awsRegion": "local", "dynamodb": change});
        serde_json::from_value(record).unwrap()
    }

    #[test]
    fn a_report_names_the_first_that_is_not_done_or_says_nothing() {
        let records = [record(1), record(2), record(3)];
        let report = |names: &[&str]| {
            let failures: Vec<_> = names.iter().map(|name| json!({"itemIdentifier": name})).collect();
            stopped_at(&json!({"batchItemFailures": failures}), &records)
        };
        assert_eq!((report(&[]), report(&["3", "2"])), (Ok(None), Ok(Some(1))));
        assert!(report(&["2", "9"]).is_err() && report(&[""]).is_err());
        assert_eq!(stopped_at(&Value::Null, &records), Ok(None));
        assert!(stopped_at(&json!({"batchItemFailures": "x"}), &records).is_err());
        assert!(stopped_at(&json!({"batchItemFailures": [null]}), &records).is_err());
    }

    #[test]
    fn a_checkpoint_never_passes_what_is_left() {
        let entries: Vec<_> = [3, 1, 4, 2].map(entry).into();
        let entries: Vec<_> = entries.iter().collect();
        let place = |number| Some(Place::of(number));
        let kept: Vec<_> = (0..=4).map(|count| settled(&entries, count)).collect();
        assert_eq!(kept, [None, None, place(1), place(1), place(4)]);
    }
}
