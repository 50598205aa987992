use crate::{calendar::Calendar, dice::Dice, journal::Journal, practices::Practices, rows};
use futures::future::{join, join_all};
use medilink_operation::policy::POOL_TABLE;
use medilink_testkit::World;

const WORKERS: u64 = 20;
const TURNS: usize = 12;

#[tokio::test(flavor = "multi_thread")]
async fn bookings_moves_and_cancellations_of_all_lengths_never_overlap() {
    let world = World::start().await;
    let practices = Practices::open(&world, ["pool"; 3], 8).await;
    let (journal, engine) = (Journal::default(), world.local.guard.engine());
    let load = join_all((0..WORKERS).map(async |worker| {
        let dice = Dice::new(worker);
        for _ in 0..TURNS {
            assert!(practices.turn(&journal, &dice).await, "the platform is there");
        }
    }));
    // After every answer a look at all the practices, as they are at that moment.
    let watch = async {
        for answered in 1..=WORKERS as usize * TURNS {
            journal.reaches(answered).await;
            let calendar = Calendar::read(&rows::at_once(engine, POOL_TABLE).await);
            calendar.nobody_is_doubled();
            calendar.doctors_days_agree();
        }
    };
    join(load, watch).await;

    let calendar = Calendar::read(&rows::all(engine).await);
    calendar.nobody_is_doubled();
    calendar.all_days_agree();
    calendar.tells_what_the_journal_tells(&journal, &practices.doctors);
    calendar.is_what_lists_show(&practices.doctors, &practices.patients).await;
    for act in ["appointments", "reschedule", "cancel"] {
        assert!(journal.done(act).len() > 5, "too few {act} to mean anything");
    }
    journal.repeats(0).await;
    let unchanged = Calendar::read(&rows::all(engine).await);
    unchanged.tells_what_the_journal_tells(&journal, &practices.doctors);
}
