use crate::{dice::Dice, journal::Journal, ledger, pharmacies::Pharmacies, rows};
use futures::future::join_all;
use medilink_testkit::World;

#[tokio::test(flavor = "multi_thread")]
async fn of_one_prescription_64_pharmacists_never_get_more_than_there_is() {
    let world = World::start().await;
    let pharmacies = Pharmacies::open(&world, "silo", 4, [40, 25]).await;
    let (journal, engine) = (Journal::default(), world.local.guard.engine());
    join_all((0..64).map(async |pharmacist| {
        let dice = Dice::new(pharmacist);
        for _ in 0..4 {
            assert!(pharmacies.turn(&journal, &dice).await, "the platform is there");
        }
    }))
    .await;
    ledger::agrees(&rows::all(engine).await);
    ledger::tells_what_the_journal_tells(&journal, &pharmacies.doctor, &pharmacies.prescription).await;

    pharmacies.finish(&journal).await;
    journal.repeats(0).await;
    ledger::agrees(&rows::all(engine).await);
    ledger::tells_what_the_journal_tells(&journal, &pharmacies.doctor, &pharmacies.prescription).await;
}
