//! What lets two people talk: an appointment, a prescription. It is read from records, never from what a client says.

use crate::records::Member;
use futures::future::try_join_all;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{DoctorId, Instant, PrescriptionId, Role, TenantId, UserId};
use medilink_records::{
    Account, Credentials, PracticePrescriptions, PrescriptionTrace, RecordKind, RecordRef, account_key,
    credentials_key, patient_partition, prescription_partition, visits,
};
use medilink_store::Query;

/// How many of the latest prescriptions are looked at where none is named.
const LATEST: usize = 25;

/// Somebody, with what is on record of them.
pub(crate) struct Person {
    pub user: UserId,
    role: Role,
    tenant: Option<TenantId>,
    doctor: Option<DoctorId>,
    account: Account,
}

impl Person {
    /// The caller.
    pub(crate) async fn caller(ctx: &Ctx) -> Result<Self, Failure> {
        let caller = ctx.caller()?;
        let account = ctx.store().get::<Account>(&account_key(caller.user)).await?;
        let account = account.ok_or_else(|| Failure::fault("a caller without a profile"))?;
        Ok(Self { user: caller.user, role: caller.role, tenant: caller.tenant, doctor: caller.doctor, account })
    }

    /// Somebody with an open account; `None` for anybody else.
    pub(crate) async fn find(ctx: &Ctx, user: UserId) -> Result<Option<Self>, Failure> {
        let Some(account) = ctx.store().get::<Account>(&account_key(user)).await? else { return Ok(None) };
        let credentials = ctx.store().get::<Credentials>(&credentials_key(&account.email)).await?;
        let open = credentials.filter(|c| c.user_id == user && !c.disabled);
        Ok(open.map(|c| Self { user, role: c.role, tenant: c.tenant_id, doctor: c.doctor_id, account }))
    }

    /// As a conversation remembers them.
    pub(crate) fn member(&self) -> Member {
        Member {
            user_id: self.user,
            role: self.role,
            first_name: self.account.first_name.clone(),
            last_name: self.account.last_name.clone(),
        }
    }
}

/// Why two people may talk.
pub(crate) struct Ground {
    /// The prescription that all of it is about.
    pub about: Option<PrescriptionId>,
}

/// Why the first may write to the second; `None` where there is no reason.
pub(crate) async fn find(
    ctx: &Ctx,
    from: &Person,
    to: &Person,
    named: Option<PrescriptionId>,
) -> Result<Option<Ground>, Failure> {
    let plain = |holds: bool| holds.then_some(Ground { about: None });
    match (from.role, to.role) {
        (Role::Patient, Role::Doctor) => Ok(plain(visited(ctx, from, to).await?)),
        (Role::Doctor, Role::Patient) => Ok(plain(visited(ctx, to, from).await?)),
        (Role::Patient, Role::Pharmacist) => Ok(plain(served(ctx, from, to, named).await?)),
        (Role::Pharmacist, Role::Patient) => Ok(plain(served(ctx, to, from, named).await?)),
        (Role::Doctor, Role::Pharmacist) => about(ctx, from, to, named).await,
        (Role::Pharmacist, Role::Doctor) => about(ctx, to, from, named).await,
        _ => Ok(None),
    }
}

/// Whether a patient has, or had, an appointment with a doctor. Their own days say so; it is asked once, when they begin
/// to talk.
async fn visited(ctx: &Ctx, patient: &Person, doctor: &Person) -> Result<bool, Failure> {
    let Some(doctor) = doctor.doctor else { return Ok(false) };
    let mut after = None;
    loop {
        let days = visits::days(patient.user).newest_first().eventually().after(after);
        let page = ctx.store().query::<visits::Day>(days).await?;
        if page.items.iter().any(|day| day.doctors().any(|seen| seen == doctor)) {
            return Ok(true);
        }
        after = page.next;
        if after.is_none() {
            return Ok(false);
        }
    }
}

/// Whether a pharmacy holds or dispensed a prescription of a patient.
async fn served(
    ctx: &Ctx,
    patient: &Person,
    pharmacist: &Person,
    named: Option<PrescriptionId>,
) -> Result<bool, Failure> {
    let Some(pharmacy) = pharmacist.tenant else { return Ok(false) };
    let lines = Query::partition(patient_partition(patient.user)).begins(RecordKind::Prescription.prefix());
    let lines = ctx.store().query::<RecordRef>(lines.newest_first().limit(LATEST)).await?.items;
    let wanted = lines.iter().filter_map(|line| Some((line.tenant_id, PrescriptionId::from_bare(&line.id).ok()?)));
    let wanted = wanted.filter(|(_, id)| named.is_none_or(|named| named == *id));
    let traces = try_join_all(wanted.map(|(practice, id)| trace(ctx, practice, id))).await?;
    Ok(traces.iter().any(|trace| trace.is_with(pharmacy, Instant::new(ctx.now))))
}

/// The prescription of a doctor's practice that a pharmacy holds or dispensed: the one named, or the latest.
async fn about(
    ctx: &Ctx,
    doctor: &Person,
    pharmacist: &Person,
    named: Option<PrescriptionId>,
) -> Result<Option<Ground>, Failure> {
    let (Some(practice), Some(pharmacy)) = (doctor.tenant, pharmacist.tenant) else { return Ok(None) };
    let candidates = match named {
        Some(id) => vec![id],
        None => {
            let tenant = ctx.session.referenced_tenant(practice).await?;
            let keys = tenant.query_keys(PracticePrescriptions::newest(LATEST)).await?.items;
            keys.iter().filter_map(PracticePrescriptions::read).collect()
        }
    };
    let traces = try_join_all(candidates.iter().map(|id| trace(ctx, practice, *id))).await?;
    let found = candidates.into_iter().zip(traces).find(|(_, trace)| trace.is_with(pharmacy, Instant::new(ctx.now)));
    Ok(found.map(|(id, _)| Ground { about: Some(id) }))
}

async fn trace(ctx: &Ctx, practice: TenantId, id: PrescriptionId) -> Result<PrescriptionTrace, Failure> {
    let tenant = ctx.session.referenced_tenant(practice).await?;
    let items = tenant.query(Query::partition(prescription_partition(id))).await?.items;
    Ok(PrescriptionTrace { items })
}
