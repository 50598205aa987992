use futures::future::{join, join_all};
use jiff::SignedDuration;
use medilink_kernel::{Clock, Instant, SystemClock};
use medilink_testkit::{World, treat};
use serde_json::json;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

const READERS: u32 = 50;
const PAUSE: Duration = Duration::from_millis(5);

/// A grant is taken back while many read by it: what begins after the answer finds nothing.
#[tokio::test(flavor = "multi_thread")]
async fn no_read_that_begins_after_a_grant_was_taken_back_succeeds() {
    let world = World::start().await;
    let (kaci, haddad, patient) = tokio::join!(world.doctor("Kaci"), world.doctor("Haddad"), world.patient("Amina"));
    treat(&patient, &kaci).await;
    let path = format!("/v1/patients/{}/records", patient.id());
    let until = Instant::new(world.clock.now().saturating_add(SignedDuration::from_hours(1)).expect("a time"));
    let form = json!({"doctorId": haddad.doctor_id(), "until": until});
    for _ in 0..3 {
        let grant = patient.post("/v1/records/grants", form.clone()).await.expect(201).text("grantId");
        let (taken_back, read) = (AtomicBool::new(false), AtomicU32::new(0));
        let reads = join_all((0..READERS).map(async |_| {
            loop {
                let late = taken_back.load(Ordering::SeqCst);
                let answer = haddad.get(&path).await;
                if answer.status == 404 {
                    answer.refused(404, "not_found");
                    return;
                }
                assert!(!late, "read by what was taken back: {answer}");
                assert_eq!(answer.expect(200).items().len(), 3);
                read.fetch_add(1, Ordering::SeqCst);
            }
        }));
        let takes_back = async {
            while read.load(Ordering::SeqCst) < READERS {
                SystemClock.sleep(PAUSE).await;
            }
            patient.delete(&format!("/v1/records/grants/{grant}")).await.expect(204);
            taken_back.store(true, Ordering::SeqCst);
        };
        join(reads, takes_back).await;
        for answer in join_all((0..READERS).map(|_| haddad.get(&path))).await {
            answer.refused(404, "not_found");
        }
    }
}
