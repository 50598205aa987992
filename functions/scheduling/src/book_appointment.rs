//! Books a free slot: the doctor's time, the patient's time and the appointment in one transaction.

use crate::days::{DayWrites, VISIT};
use crate::grid::Slot;
use crate::holding::Held;
use crate::hours_seen::remember;
use crate::records::{Schedule, schedule_key};
use crate::refusals::{Wanted, availability, invalid_slot, slot_ahead};
use crate::view::AppointmentView;
use crate::visit_ref::VisitRef;
use crate::working_hours::WorkingHours;
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{DoctorId, Instant, Role, TenantId, UserId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use medilink_records::appointment_state::{Side, Status};
use medilink_records::{Account, Appointment, AppointmentPlace, Change, DoctorEntry, Reason, account_key, doctor_key};
use medilink_store::{Condition, TenantStore, Transaction};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `POST /v1/appointments`.
pub struct BookAppointment;

/// A wish for a visit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAppointment {
    /// With whom.
    pub doctor_id: DoctorId,
    /// The start of a free slot.
    pub start: Instant,
    /// Why.
    pub reason: Reason,
    /// For whom; a patient books for themselves and need not say.
    #[serde(default)]
    pub patient_id: Option<UserId>,
}

impl Operation for BookAppointment {
    const SPEC: Spec = Spec::http("scheduling.book_appointment", Method::Post, "/v1/appointments", "Books a free slot")
        .access(Access::Roles(&[Role::Patient, Role::Nurse, Role::Receptionist]))
        .audited(Part::Appointments, Purpose::Treatment)
        .grants(&[
            Grant::platform("DIR#", &[Action::GetItem]),
            Grant::platform("USER#", &[Action::GetItem]),
            Grant::platform("P#", &[Action::UpdateItem]),
            Grant::referenced("DAY#", &[Action::UpdateItem, Action::Query]),
            Grant::referenced("APT", &[Action::PutItem]),
            Grant::own("SCHEDULE", &[Action::GetItem]),
            Grant::own("DAY#", &[Action::UpdateItem, Action::Query]),
            Grant::own("APT", &[Action::PutItem]),
        ])
        .success(&[201])
        .refusals(&[codes::NOT_FOUND, codes::INVALID_SLOT, codes::SLOT_TAKEN, codes::PATIENT_BUSY]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NewAppointment;
    type Output = AppointmentView;

    async fn run(
        ctx: &Ctx,
        Input { body, .. }: Input<NoPath, NoQuery, NewAppointment>,
    ) -> Result<Reply<AppointmentView>, Failure> {
        let asked = if ctx.caller()?.role == Role::Patient {
            by_patient(ctx, &body).await?
        } else {
            by_staff(ctx, &body).await?
        };
        let availability = availability(&asked.hours)?;
        let slot = slot_ahead(&availability, body.start, ctx.now.into())?;
        let appointment = appointment(ctx, &body, &asked, slot);
        let held = Held { slot, moves: 0 };
        let visit = VisitRef { tenant: asked.tenant_id, doctor: body.doctor_id, held };
        let (tenant, patient) = (&asked.tenant, appointment.patient_id);
        let place = AppointmentPlace { id: appointment.appointment_id, start: appointment.start };
        let days = DayWrites { ctx, tenant, doctor: body.doctor_id, patient, old: None, new: Some(held) };
        let transaction = Transaction::new();
        let transaction =
            transaction.put(tenant, VISIT, &place.key(), &ctx.acted(&appointment)?, Condition::new_item());
        let references = BTreeMap::from([(visit.date(), Some(visit))]);
        let transaction = days.add_with_references(transaction, appointment.appointment_id, references);
        match ctx.commit(transaction, Reply::created(appointment.into())).await {
            Err(failure) => {
                let (doctor, now) = (body.doctor_id, ctx.now.into());
                Err(Wanted { doctor, tenant, availability: &availability, slot, now }.refuse(failure).await)
            }
            reply => reply,
        }
    }
}

/// What a booking needs to know.
struct Asked {
    tenant_id: TenantId,
    tenant: TenantStore,
    hours: WorkingHours,
    patient: Account,
    side: Side,
}

/// The doctor's entry leads into the practice.
async fn by_patient(ctx: &Ctx, body: &NewAppointment) -> Result<Asked, Failure> {
    let patient = ctx.caller()?.user;
    if body.patient_id.is_some_and(|other| other != patient) {
        return Err(Refusal::not_found().into());
    }
    let (store, doctor, account) = (ctx.store(), doctor_key(body.doctor_id), account_key(patient));
    let (entry, account) = futures::try_join!(store.get::<DoctorEntry>(&doctor), store.get::<Account>(&account))?;
    let (entry, patient) = entry.zip(account).ok_or_else(Refusal::not_found)?;
    ctx.kept_by(entry.tenant_id);
    ctx.on_record_of(patient.user_id);
    let hours = entry.hours.filter(|_| entry.bookable).ok_or_else(invalid_slot)?;
    remember(ctx, body.doctor_id, &hours);
    Ok(Asked {
        tenant_id: entry.tenant_id,
        tenant: ctx.session.referenced_tenant(entry.tenant_id).await?,
        hours: serde_json::from_value(hours).map_err(Failure::fault)?,
        patient,
        side: Side::Patient,
    })
}

/// The practice books for its own doctors only: those whose schedule it has.
async fn by_staff(ctx: &Ctx, body: &NewAppointment) -> Result<Asked, Failure> {
    let patient = body.patient_id.ok_or_else(|| {
        Refusal::field(
            codes::INVALID_INPUT,
            "/patientId",
            "required",
            "The patient for whom the practice books is expected.",
        )
    })?;
    let (tenant, store, account) = (ctx.tenant().await?, ctx.store(), account_key(patient));
    let schedule = schedule_key(body.doctor_id);
    let (schedule, account) = futures::try_join!(tenant.get::<Schedule>(&schedule), store.get::<Account>(&account))?;
    let (schedule, patient) = schedule.zip(account).ok_or_else(Refusal::not_found)?;
    if patient.role != Role::Patient {
        return Err(Refusal::not_found().into());
    }
    ctx.on_record_of(patient.user_id);
    let tenant_id = ctx.caller()?.tenant.ok_or_else(Refusal::not_found)?;
    Ok(Asked { tenant_id, tenant, hours: schedule.hours, patient, side: Side::Practice })
}

fn appointment(ctx: &Ctx, body: &NewAppointment, asked: &Asked, slot: Slot) -> Appointment {
    Appointment {
        appointment_id: AppointmentPlace::book(slot.start(), ctx.entropy()).id,
        doctor_id: body.doctor_id,
        patient_id: asked.patient.user_id,
        patient: Some(asked.patient.clone().into()),
        start: slot.start(),
        end: slot.end(),
        reason: Some(body.reason.clone()),
        status: Status::Requested,
        consultation_id: None,
        moves: 0,
        history: vec![Change::new(ctx.now, Status::Requested, asked.side)],
    }
}
