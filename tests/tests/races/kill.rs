use crate::{
    calendar::Calendar,
    dice::Dice,
    journal::Journal,
    ledger,
    people::{self, Session},
    pharmacies::Pharmacies,
    practices::Practices,
    rows::{self, Row},
    trail,
};
use futures::future::{join, join_all, join4};
use medilink_dynamo::Engine;
use medilink_testkit::Process;

/// What a platform that is down has left behind.
async fn left_behind(process: &Process) -> Vec<Row> {
    let engine = Engine::open(&process.data().join("store.sqlite")).expect("the store opens");
    rows::all(&engine).await
}

/// Nothing is there by half.
fn is_whole(rows: &[Row]) -> Calendar {
    let calendar = Calendar::read(rows);
    calendar.nobody_is_doubled();
    calendar.all_days_agree();
    ledger::agrees(rows);
    calendar
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_midst_of_work_it_has_kept_all_that_it_acknowledged_and_nothing_by_half() {
    killed(Process::start().await, 4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_with_every_operation_in_its_bootstrap_as_well() {
    killed(Process::start_as(&[], &["--processes"]).await, 2).await;
}

async fn killed(mut process: Process, cuts: u64) {
    let (practices, pharmacies, person) = futures::join!(
        Practices::open(&process, ["pool", "silo", "pool"], 6),
        Pharmacies::open(&process, "silo", 3, [900, 800]),
        process.patient("Amel")
    );
    let stranger = process.stranger();
    let (journal, session) = (Journal::default(), Session::of(&stranger, &person));
    for cut in 0..cuts {
        let from = journal.count();
        let visits = join_all((0..10).map(async |worker| {
            let dice = Dice::new(100 * cut + worker);
            while practices.turn(&journal, &dice).await {}
        }));
        let counters = join_all((10..16).map(async |worker| {
            let dice = Dice::new(100 * cut + worker);
            while pharmacies.turn(&journal, &dice).await {}
        }));
        let accounts = async {
            let mut number = 0;
            while people::register(&journal, &stranger, &format!("{cut}-{number}@cut.example")).await {
                number += 1;
            }
        };
        let sessions = async { while session.turn(&journal, 1).await {} };
        let kill = async {
            journal.reaches(from + 30 + Dice::new(cut).roll(90)).await;
            process.kill().await;
        };
        join(join4(visits, counters, accounts, sessions), kill).await;
        is_whole(&left_behind(&process).await);

        process.restart().await;
        let settled = journal.settle().await;
        assert!(!settled.is_empty(), "nobody was cut off");
        session.learn(&settled);
        journal.repeats(from).await;
    }
    ledger::tells_what_the_journal_tells(&journal, &pharmacies.doctor, &pharmacies.prescription).await;
    process.kill().await;
    let rows = left_behind(&process).await;
    let calendar = is_whole(&rows);
    calendar.tells_what_the_journal_tells(&journal, &practices.doctors);

    process.restart().await;
    calendar.is_what_lists_show(&practices.doctors, &practices.patients).await;
    people::are_there_once(&journal, &rows, &stranger, "@cut.example").await;
    session.lives(&journal, &rows).await;
    trail::is_whole(&process).await;
}
