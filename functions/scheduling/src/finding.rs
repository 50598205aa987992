//! From an appointment's id to the appointment.

use crate::records::patient_day;
use crate::visit_ref::{PatientDay, VisitRef, utc_date};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{AppointmentId, Role, UserId};
use medilink_operation::Refusal;
use medilink_records::{Appointment, AppointmentPlace, Reason};
use medilink_store::TenantStore;
use schemars::JsonSchema;
use serde::Deserialize;

/// The path of an appointment.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct AppointmentPath {
    /// The appointment.
    pub id: AppointmentId,
}

/// Why a step is taken, where somebody says.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// Why.
    #[serde(default)]
    pub reason: Option<Reason>,
}

/// Those who work with a practice's calendar.
pub const PRACTICE: &[Role] = &[Role::Doctor, Role::Nurse, Role::Receptionist];

/// A patient, or those who work with a practice's calendar.
pub const BOTH_SIDES: &[Role] = &[Role::Patient, Role::Doctor, Role::Nurse, Role::Receptionist];

/// The place of an appointment with this id.
pub fn place(id: AppointmentId) -> Result<AppointmentPlace, Refusal> {
    AppointmentPlace::original(id).ok_or_else(Refusal::not_found)
}

/// An appointment of this practice.
pub async fn in_practice(tenant: &TenantStore, place: &AppointmentPlace) -> Result<Appointment, Failure> {
    Ok(tenant.get(&place.key()).await?.ok_or_else(Refusal::not_found)?)
}

/// What a patient's own days say of an appointment.
pub async fn own_visit(ctx: &Ctx, patient: UserId, place: &AppointmentPlace) -> Result<VisitRef, Failure> {
    let day = ctx.store().get::<PatientDay>(&patient_day(patient, utc_date(place.start))).await?;
    let found = day.into_iter().flat_map(|day| day.visits).find(|(id, _)| *id == place.id);
    let visit = found.ok_or_else(Refusal::not_found)?.1;
    ctx.on_record_of(patient);
    ctx.kept_by(visit.tenant);
    Ok(visit)
}
