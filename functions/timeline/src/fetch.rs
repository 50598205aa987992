//! Fetches what the lines of a page lead to: one batch of each kind for each practice, all at once.

use crate::merge::{Kind, Line};
use crate::view::{self as views, RecordView};
use futures::future::try_join_all;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{AppointmentId, ConsultationId, PrescriptionId, TenantId};
use medilink_records::{
    Appointment, AppointmentPlace, Consultation, DispensingTrace, PrescribedLines, TenantRecord, consultation_key,
    dispensing_key, prescription_content_key, read_dispensing_name,
};
use medilink_store::{Key, StoreError, TenantStore, tenant_key};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The records of some lines, in their order. A line whose record is no more takes nothing else from the page.
pub(crate) async fn fetch(ctx: &Ctx, lines: Vec<Line>) -> Result<Vec<RecordView>, Failure> {
    let mut by_practice = BTreeMap::<TenantId, Vec<&Line>>::new();
    for line in &lines {
        by_practice.entry(line.tenant).or_default().push(line);
    }
    let found = try_join_all(by_practice.into_iter().map(async |(tenant, lines)| {
        match ctx.session.referenced_tenant(tenant).await {
            Ok(practice) => of_practice(&practice, &lines).await,
            Err(StoreError::TenantNotActive) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }));
    let mut found: HashMap<_, _> = found.await?.into_iter().flatten().collect();
    let mut views: Vec<_> = lines.iter().filter_map(|line| found.remove(&(line.kind, line.id.clone()))).collect();
    name(ctx, &mut views).await?;
    Ok(views)
}

type Found = Vec<((Kind, String), RecordView)>;

async fn of_practice(practice: &TenantStore, lines: &[&Line]) -> Result<Found, StoreError> {
    let (appointments, consultations, dispensings, contents) = futures::try_join!(
        read::<Appointment>(practice, lines, visit),
        read::<Consultation>(practice, lines, examination),
        read::<DispensingTrace>(practice, lines, dispensed),
        read::<PrescribedLines>(practice, lines, content),
    )?;
    let view = |line: &&Line| {
        let content = content(line).and_then(|key| contents.get(&key));
        let view = match line.kind {
            Kind::Appointment => views::appointment(line, appointments.get(&visit(line)?)?)?,
            Kind::Consultation => views::consultation(line, consultations.get(&examination(line)?)?),
            Kind::Prescription => views::prescription(line, content?),
            Kind::Dispensing => views::dispensing(line, dispensings.get(&dispensed(line)?)?, content?),
        };
        Some(((line.kind, line.id.clone()), view))
    };
    Ok(lines.iter().filter_map(view).collect())
}

/// What some lines lead to, by key; those of other kinds lead nowhere.
async fn read<T: DeserializeOwned>(
    practice: &TenantStore,
    lines: &[&Line],
    key: fn(&Line) -> Option<Key>,
) -> Result<BTreeMap<Key, T>, StoreError> {
    let keys: BTreeSet<_> = lines.iter().filter_map(|line| key(line)).collect();
    let keys: Vec<_> = keys.into_iter().collect();
    Ok(practice.get_many(&keys).await?.into_iter().collect())
}

fn visit(line: &Line) -> Option<Key> {
    let id = AppointmentId::from_bare(&line.id).ok().filter(|_| line.kind == Kind::Appointment)?;
    Some(AppointmentPlace::original(id)?.key())
}

fn examination(line: &Line) -> Option<Key> {
    let id = ConsultationId::from_bare(&line.id).ok().filter(|_| line.kind == Kind::Consultation)?;
    Some(consultation_key(id))
}

fn dispensed(line: &Line) -> Option<Key> {
    let (id, number) = read_dispensing_name(&line.id).filter(|_| line.kind == Kind::Dispensing)?;
    Some(dispensing_key(id, number))
}

/// Of a prescription, and of what was handed out of it.
fn content(line: &Line) -> Option<Key> {
    let id = match line.kind {
        Kind::Prescription => PrescriptionId::from_bare(&line.id).ok()?,
        Kind::Dispensing => read_dispensing_name(&line.id)?.0,
        _ => return None,
    };
    Some(prescription_content_key(id))
}

/// Names the practices and pharmacies.
async fn name(ctx: &Ctx, views: &mut [RecordView]) -> Result<(), Failure> {
    let tenants: BTreeSet<_> =
        views.iter().flat_map(|view| [Some(view.tenant_id), view.pharmacy_id]).flatten().collect();
    let keys: Vec<_> = tenants.into_iter().map(tenant_key).collect();
    let mut names = HashMap::new();
    for some in keys.chunks(100) {
        let found = ctx.store().get_many::<TenantRecord>(some).await?;
        names.extend(found.into_iter().map(|(_, record)| (record.tenant_id, record.name.into_string())));
    }
    for view in views {
        view.practice = names.get(&view.tenant_id).cloned();
        view.pharmacy = view.pharmacy_id.and_then(|pharmacy| names.get(&pharmacy).cloned());
    }
    Ok(())
}
