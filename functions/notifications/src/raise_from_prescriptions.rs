//! Tells patients, doctors and pharmacies what becomes of prescriptions.

use crate::{
    budget::{self, Limit},
    kind::Kind,
    notice::{About, Facts, Ground, Notice, Who},
    raise::{self, raise},
};
use futures::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::{TenantId, UserId};
use medilink_operation::{Action, Grant, Spec};
use medilink_records::{
    PRESCRIPTION_STATE, PrescriptionFace, PrescriptionProgress, PrescriptionStep, TenantRecord,
    prescription_content_key,
};
use medilink_store::tenant_key;

/// How often a patient hears that a pharmacy has a prescription.
const ONCE: [Limit; 1] = [(SignedDuration::from_hours(90 * 24), 1)];

/// Follows prescriptions.
pub struct RaiseFromPrescriptions;

impl StreamOperation for RaiseFromPrescriptions {
    const SPEC: Spec = Spec::tenant_stream(
        "notifications.raise_from_prescriptions",
        "RX#",
        "Tells patients, doctors and pharmacies what becomes of prescriptions",
    )
    .grants(&[
        Grant::platform("TENANT#", &[Action::GetItem]),
        Grant::referenced("RX#", &[Action::GetItem]),
        raise::LIST,
        raise::WISHES,
        raise::ARRIVE,
        raise::DUE,
        budget::BUDGET,
    ]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let (Some(tenant), PRESCRIPTION_STATE) = (record.tenant, record.sk.as_str()) else { return Ok(()) };
        let read = |image| serde_json::from_value::<PrescriptionProgress>(image).map_err(Failure::fault);
        let (new, old) = (record.new.map(read).transpose()?, record.old.map(read).transpose()?);
        let Some(new) = new else { return Ok(()) };
        let Some(step) = new.since(old.as_ref()) else { return Ok(()) };
        let pharmacy = new.pharmacy().or_else(|| old.as_ref().and_then(PrescriptionProgress::pharmacy));
        let face = async {
            let keyspace = ctx.session.referenced_tenant(tenant).await?;
            keyspace.get::<PrescriptionFace>(&prescription_content_key(new.prescription_id)).await
        };
        let (face, practice, pharmacy) =
            futures::try_join!(face, registered(ctx, Some(tenant)), registered(ctx, pharmacy))?;
        let (Some(face), Some(practice)) = (face, practice) else { return Ok(()) };
        // A pharmacy that lets go of it and takes it again tells nothing new.
        if step == PrescriptionStep::Held && !is_first(ctx, &new, record.at).await? {
            return Ok(());
        }
        let told = told(step, &face, practice.owner, pharmacy.as_ref());
        let each = told.into_iter().map(|(to, kind, who)| {
            let notice = Notice {
                to,
                kind,
                cause: format!("{} {}", new.prescription_id, new.version),
                at: record.at,
                until: new.expires_at.timestamp(),
                about: About::Prescription(new.prescription_id),
                facts: Facts { who, ..Facts::default() },
                ground: Some(Ground::Prescription { tenant, prescription: new.prescription_id }),
            };
            raise(ctx, notice)
        });
        try_join_all(each).await?;
        Ok(())
    }
}

/// Whether the pharmacy holds the prescription for the first time.
async fn is_first(ctx: &Ctx, progress: &PrescriptionProgress, at: Timestamp) -> Result<bool, Failure> {
    let Some(pharmacy) = progress.pharmacy() else { return Ok(true) };
    let pair = format!("H#{}#{}", progress.prescription_id.bare(), pharmacy.bare());
    budget::admits(ctx, &pair, &progress.version.to_string(), at, &ONCE).await
}

async fn registered(ctx: &Ctx, tenant: Option<TenantId>) -> Result<Option<TenantRecord>, medilink_store::StoreError> {
    match tenant {
        Some(tenant) => ctx.store().get(&tenant_key(tenant)).await,
        None => Ok(None),
    }
}

/// Who is told what of a step. A patient hears of every one; others of what asks something of them.
fn told(
    step: PrescriptionStep,
    face: &PrescriptionFace,
    doctor: UserId,
    pharmacy: Option<&TenantRecord>,
) -> Vec<(UserId, Kind, Option<Who>)> {
    let patient = face.patient.patient_id;
    let by = |first: &str, last: &str| format!("{first} {last}");
    let prescriber = Some(Who::Doctor(by(&face.prescriber.first_name, &face.prescriber.last_name)));
    let dispenser = pharmacy.map(|pharmacy| Who::Other(pharmacy.name.as_str().to_owned()));
    match step {
        PrescriptionStep::Ready => vec![(patient, Kind::PrescriptionReady, prescriber)],
        PrescriptionStep::Held => vec![(patient, Kind::PrescriptionHeld, dispenser)],
        PrescriptionStep::PartDispensed => vec![(patient, Kind::PrescriptionPartDispensed, dispenser)],
        PrescriptionStep::Dispensed => vec![(patient, Kind::PrescriptionDispensed, dispenser)],
        PrescriptionStep::NotDispensed => vec![
            (patient, Kind::PrescriptionNotDispensed, dispenser.clone()),
            (doctor, Kind::PrescriptionNotDispensed, dispenser),
        ],
        PrescriptionStep::Cancelled => {
            let holder = pharmacy.map(|pharmacy| (pharmacy.owner, Kind::PrescriptionCancelled, prescriber.clone()));
            [(patient, Kind::PrescriptionCancelled, prescriber)].into_iter().chain(holder).collect()
        }
    }
}
