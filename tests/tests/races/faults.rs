use crate::{
    calendar::Calendar,
    dice::Dice,
    journal::Journal,
    ledger,
    people::{self, Session},
    pharmacies::Pharmacies,
    practices::Practices,
    rows,
};
use futures::future::{join, join_all, join3, join4};
use medilink_dynamo::Plan;
use medilink_testkit::{Registration, World};
use reqwest::Method;
use serde_json::Value;

/// Seeds, and how many calls of a thousand fail: five percent, and at last a storm in which clients have to come back.
const PLANS: [(u64, u64); 4] = [(1, 50), (2, 50), (3, 50), (4, 700)];
const QUANTITIES: [u32; 2] = [24, 15];

#[tokio::test(flavor = "multi_thread")]
async fn whatever_fails_clients_get_through_and_nothing_is_lost_or_doubled() {
    let world = World::start().await;
    let (practices, pharmacies, person) = futures::join!(
        Practices::open(&world, ["pool", "silo", "pool"], 6),
        Pharmacies::open(&world, "pool", 3, QUANTITIES),
        world.patient("Amel")
    );
    let stranger = world.stranger();
    let (journal, session) = (Journal::default(), Session::of(&stranger, &person));
    let (guard, mut pharmacies) = (&world.local.guard, pharmacies);
    for (seed, per_mille) in PLANS {
        let from = journal.count();
        guard.faults().start(Plan { seed, per_mille });
        let visits = join_all((0..10).map(async |worker| {
            let dice = Dice::new(100 * seed + worker);
            for _ in 0..8 {
                assert!(practices.turn(&journal, &dice).await, "the platform is there");
            }
        }));
        let counters = join_all((10..18).map(async |worker| {
            let dice = Dice::new(100 * seed + worker);
            for _ in 0..5 {
                assert!(pharmacies.turn(&journal, &dice).await, "the platform is there");
            }
        }));
        let accounts = async {
            for number in 0..3 {
                let email = format!("{seed}-{number}@faults.example");
                assert!(people::register(&journal, &stranger, &email).await, "the platform is there");
                assert!(session.turn(&journal, 3).await, "the platform is there");
            }
        };
        let others = join(reads(&practices), founds(&world, per_mille));
        join4(visits, counters, accounts, others).await;
        guard.faults().stop();

        pharmacies.finish(&journal).await;
        journal.repeats(from).await;
        let rows = rows::all(guard.engine()).await;
        let calendar = Calendar::read(&rows);
        calendar.nobody_is_doubled();
        calendar.all_days_agree();
        calendar.tells_what_the_journal_tells(&journal, &practices.doctors);
        ledger::agrees(&rows);
        ledger::tells_what_the_journal_tells(&journal, &pharmacies.doctor, &pharmacies.prescription).await;
        let lists = calendar.is_what_lists_show(&practices.doctors, &practices.patients);
        let accounts = people::are_there_once(&journal, &rows, &stranger, "@faults.example");
        join3(lists, accounts, session.lives(&journal, &rows)).await;
        pharmacies = pharmacies.again(QUANTITIES).await;
    }
    let injected = guard.faults().injected();
    assert_eq!(injected.len(), 5, "every kind of fault was there: {injected:?}");
}

/// Lists are read meanwhile: they answer, or say when to come back.
async fn reads(practices: &Practices) {
    for _ in 0..8 {
        for patient in &practices.patients {
            let list = patient.send(Method::GET, "/v1/appointments", Value::Null, None).await;
            assert!(list.status == 200 || list.code() == "unavailable", "{list}");
        }
    }
}

/// A pharmacy is founded meanwhile, unless the storm would turn away somebody who asks once.
async fn founds(world: &World, per_mille: u64) {
    if per_mille <= 50 {
        let pharmacist = Registration::begin(world, "pharmacist", "Saidi").await.found("silo").await;
        assert_eq!(pharmacist.login["user"]["tenantStatus"], "active");
    }
}
