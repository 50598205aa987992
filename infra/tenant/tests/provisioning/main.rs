//! Provisioning on the embedded engine: whole, cut at every point, failed, resumed, taken back.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by stopping")]

mod fuse;
mod shaky;
mod world;

use medilink_operation::policy::{PLATFORM_TABLE, POOL_TABLE, SILO_TABLE_PREFIX};
use medilink_records::{Credentials, DoctorEntry, StepStatus, TenantRecord, credentials_key, doctor_key};
use medilink_store::Update;
use medilink_store::{Isolation, TableState, TenantKind, TenantStatus, tenant_key};
use medilink_tenant_infra::{KeyspaceMark, Progress, Resources, in_status, restarted};
use shaky::Shaky;
use world::World;

const KINDS: [(TenantKind, Isolation); 3] = [
    (TenantKind::Practice, Isolation::Pool),
    (TenantKind::Practice, Isolation::Silo),
    (TenantKind::Pharmacy, Isolation::Silo),
];

async fn assert_active(world: &World) {
    let record = world.record().await;
    assert_eq!(record.status, TenantStatus::Active);
    assert!(record.steps.iter().all(|step| step.status == StepStatus::Done && step.at.is_some()), "{record:?}");
    let platform = world.session.platform();
    let owner: Credentials = platform.get(&credentials_key(&world.founding.email)).await.unwrap().unwrap();
    assert_eq!(owner.tenant_id, Some(world.tenant));
    let keyspace = world.session.referenced_tenant(world.tenant).await.unwrap();
    let mark: KeyspaceMark = keyspace.get(&KeyspaceMark::key()).await.unwrap().unwrap();
    assert_eq!((mark.kind, mark.isolation), (record.kind, record.isolation));
    let table = table_of(&record);
    let prefix = format!("T#{}#", world.tenant.bare());
    assert_eq!(world.count(&table, &prefix).await, Some(2), "mark and settings");
    let listed = world.count(PLATFORM_TABLE, "DIRX#").await;
    if let Some(card) = &world.founding.doctor {
        assert_eq!(owner.doctor_id, Some(card.doctor_id));
        let entry: DoctorEntry = platform.get(&doctor_key(card.doctor_id)).await.unwrap().unwrap();
        assert!(entry.bookable && entry.tenant_id == world.tenant);
        assert_eq!(listed, Some(card.listings().len()));
    } else {
        assert_eq!((owner.doctor_id, listed), (None, Some(0)));
    }
}

fn table_of(record: &TenantRecord) -> String {
    match record.isolation {
        Isolation::Pool => POOL_TABLE.to_owned(),
        Isolation::Silo => format!("{SILO_TABLE_PREFIX}{}", record.tenant_id.bare()),
    }
}

async fn assert_gone(world: &World) {
    let record = world.record().await;
    assert_eq!(record.status, TenantStatus::Failed);
    assert!(record.steps.iter().all(|step| step.status == StepStatus::Undone), "{record:?}");
    let left = world.count(&table_of(&record), "T#").await;
    assert_eq!(left, (record.isolation == Isolation::Pool).then_some(0));
    assert_eq!(world.count(PLATFORM_TABLE, "DIR").await, Some(0));
    let owner = world.session.platform().get::<Credentials>(&credentials_key(&world.founding.email)).await;
    let owner = owner.unwrap().unwrap();
    assert_eq!((owner.tenant_id, owner.doctor_id), (None, None));
}

/// What `tenants.retry_provisioning` writes.
async fn retry(world: &World) {
    let steps = restarted(&world.record().await.steps);
    let update = in_status(Update::new(), TenantStatus::Provisioning).set("steps", steps);
    world.session.platform().update("tenant", &tenant_key(world.tenant), update).await.unwrap();
}

#[tokio::test]
async fn every_kind_of_tenant_ends_active_and_a_repeat_changes_nothing() {
    for (kind, isolation) in KINDS {
        let world = World::new(kind, isolation).await;
        let begun = world.record().await;
        let provisioner = world.provisioner(&world.session);
        assert_eq!(provisioner.provision(begun.clone()).await.unwrap(), Progress::Active);
        assert_active(&world).await;
        // The stream brings the first record again, and then one that is active already.
        assert_eq!(provisioner.provision(begun).await.unwrap(), Progress::Overtaken);
        assert_eq!(provisioner.provision(world.record().await).await.unwrap(), Progress::Overtaken);
        assert_eq!(provisioner.undo(world.record().await).await.unwrap(), Progress::Overtaken);
        assert_active(&world).await;
    }
}

#[tokio::test]
async fn cut_at_any_point_and_resumed_it_ends_active() {
    for (kind, isolation) in KINDS {
        let mut points = 0;
        loop {
            let world = World::new(kind, isolation).await;
            let slow = Shaky::new(&world.session, 2, 0);
            let provisioner = world.provisioner(&slow);
            let begun = world.record().await;
            let whole = world.fuse.blow(points, provisioner.provision(begun)).await;
            provisioner.provision(world.record().await).await.unwrap();
            assert_active(&world).await;
            points += 1;
            if whole.is_some() {
                break;
            }
        }
        assert!(points >= 16, "{points} points for {kind:?}");
    }
}

#[tokio::test]
async fn two_at_once_end_active() {
    for (kind, isolation) in KINDS {
        let world = World::new(kind, isolation).await;
        let (left, right) = (world.provisioner(&world.session), world.provisioner(&world.session));
        let begun = world.record().await;
        let (a, b) = tokio::join!(left.provision(begun.clone()), right.provision(begun));
        let ends = [a.unwrap(), b.unwrap()];
        assert!(ends.contains(&Progress::Active) && ends.contains(&Progress::Overtaken), "{ends:?}");
        assert_active(&world).await;
    }
}

#[tokio::test]
async fn a_failed_step_names_itself_and_is_resumed() {
    let world = World::new(TenantKind::Practice, Isolation::Silo).await;
    let shaky = Shaky::new(&world.session, 0, 1);
    let provisioner = world.provisioner(&shaky);
    assert_eq!(provisioner.provision(world.record().await).await.unwrap(), Progress::Failed);
    let record = world.record().await;
    assert_eq!(record.status, TenantStatus::Failed);
    let failed: Vec<_> = record.steps.iter().filter(|step| step.status == StepStatus::Failed).collect();
    assert_eq!(failed.iter().map(|step| step.name.as_str()).collect::<Vec<_>>(), ["keyspace"]);
    assert!(failed[0].error.as_deref().unwrap().contains("too many tables"));
    // Nothing happens by itself before an admin says so.
    assert_eq!(provisioner.provision(record).await.unwrap(), Progress::Failed);
    retry(&world).await;
    assert_eq!(provisioner.provision(world.record().await).await.unwrap(), Progress::Active);
    assert_active(&world).await;
}

#[tokio::test]
async fn a_table_that_never_comes_is_a_failure_not_a_wait_for_ever() {
    let world = World::new(TenantKind::Pharmacy, Isolation::Silo).await;
    let endless = Shaky::new(&world.session, u32::MAX, 0);
    assert_eq!(world.provisioner(&endless).provision(world.record().await).await.unwrap(), Progress::Failed);
    assert_eq!(world.record().await.steps[0].status, StepStatus::Failed);
}

#[tokio::test]
async fn taken_back_at_any_point_nothing_is_left() {
    for (kind, isolation) in KINDS {
        let mut points = 0;
        loop {
            let world = World::new(kind, isolation).await;
            let provisioner = world.provisioner(&world.session);
            let begun = world.record().await;
            if world.fuse.blow(points, provisioner.provision(begun)).await.is_some() {
                break;
            }
            // A cut transaction may have happened all the same: then the tenant is open, and stays.
            if world.record().await.status == TenantStatus::Provisioning {
                assert_eq!(provisioner.undo(world.record().await).await.unwrap(), Progress::Failed);
                assert_gone(&world).await;
                assert_eq!(provisioner.undo(world.record().await).await.unwrap(), Progress::Failed);
                retry(&world).await;
                assert_eq!(provisioner.provision(world.record().await).await.unwrap(), Progress::Active);
            }
            assert_active(&world).await;
            points += 1;
        }
        assert!(points >= 14, "{points} points for {kind:?}");
    }
}

#[tokio::test]
async fn taking_back_cut_at_any_point_and_resumed_leaves_nothing() {
    for (kind, isolation) in KINDS {
        let mut points = 0;
        loop {
            let world = World::new(kind, isolation).await;
            let provisioner = world.provisioner(&world.session);
            // Without its registration the tenant gets as far as the last step.
            world.session.platform().delete(&world.founding.registration).await.unwrap();
            assert_eq!(provisioner.provision(world.record().await).await.unwrap(), Progress::Failed);
            let steps = world.record().await.steps;
            assert_eq!(steps.iter().filter(|step| step.status == StepStatus::Done).count(), steps.len() - 1);
            let failed = world.record().await;
            let whole = world.fuse.blow(points, provisioner.undo(failed)).await;
            provisioner.undo(world.record().await).await.unwrap();
            assert_gone(&world).await;
            assert_eq!(world.session.table_state(world.tenant).await.unwrap(), TableState::Absent);
            points += 1;
            if whole.is_some() {
                break;
            }
        }
        assert!(points >= 14, "{points} points for {kind:?}");
    }
}

#[tokio::test]
async fn a_busy_store_is_no_failure_of_a_step() {
    let mut ends = Vec::new();
    for seed in 0..12 {
        let world = World::new(TenantKind::Practice, Isolation::Pool).await;
        world.guard.faults().start(medilink_dynamo::Plan { seed, per_mille: 300 });
        let end = world.provisioner(&world.session).provision(world.record().await).await;
        world.guard.faults().stop();
        let record = world.record().await;
        assert_ne!(record.status, TenantStatus::Failed, "{:?}", record.steps);
        ends.push(end.is_ok());
        world.provisioner(&world.session).provision(record).await.unwrap();
        assert_active(&world).await;
    }
    assert!(ends.contains(&true));
}
