//! Writes down what a doctor found at a visit; with it the patient's own index learns of it.

use crate::view::ConsultationView;
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{AppointmentId, ConsultationId, DoctorId, Instant, Lines, Money, Role, TenantId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use medilink_records::appointment_state::{self as state, Side, next};
use medilink_records::{
    Appointment, AppointmentPlace, Change, Consultation, Diagnosis, DoctorCard, DoctorEntry, Examined, RecordKind,
    RecordRef, consultation_key, doctor_key, examined_key,
};
use medilink_store::{Condition, StoreError, TenantStore, Transaction};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de::Error};

/// `POST /v1/consultations`.
pub struct Create;

const MAX_DIAGNOSES: usize = 30;
const ATTEMPTS: usize = 6;
const VISIT: &str = "visit";

/// What a doctor writes down.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewConsultation {
    /// The visit: confirmed, arrived or in consultation.
    pub appointment_id: AppointmentId,
    /// What was found, at most 30.
    #[serde(deserialize_with = "diagnoses")]
    #[schemars(length(max = MAX_DIAGNOSES))]
    pub diagnoses: Vec<Diagnosis>,
    /// Notes.
    pub notes: Lines<0, 10000>,
    /// What it cost.
    #[serde(default)]
    pub price: Option<Money>,
}

fn diagnoses<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Diagnosis>, D::Error> {
    let all = Vec::<Diagnosis>::deserialize(deserializer)?;
    if all.len() > MAX_DIAGNOSES { Err(D::Error::custom("too_many: at most 30 diagnoses")) } else { Ok(all) }
}

impl Operation for Create {
    const SPEC: Spec =
        Spec::http("consultations.create", Method::Post, "/v1/consultations", "Writes down what was found at a visit")
            .access(Access::Roles(&[Role::Doctor]))
            .audited(Part::Consultations, Purpose::Treatment)
            .grants(&[
                Grant::own("APT", &[Action::GetItem, Action::UpdateItem]),
                Grant::own("CON#", &[Action::PutItem]),
                Grant::own("PAT#", &[Action::PutItem]),
                Grant::platform("DIR#", &[Action::GetItem]),
                Grant::platform("P#", &[Action::PutItem]),
            ])
            .success(&[201])
            .refusals(&[codes::NOT_FOUND, codes::INVALID_STATE]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NewConsultation;
    type Output = ConsultationView;

    async fn run(
        ctx: &Ctx,
        Input { body, .. }: Input<NoPath, NoQuery, NewConsultation>,
    ) -> Result<Reply<ConsultationView>, Failure> {
        let caller = ctx.caller()?;
        let (doctor, tenant_id) = caller.doctor.zip(caller.tenant).ok_or_else(Refusal::not_found)?;
        ctx.on_record(body.appointment_id);
        let place = AppointmentPlace::original(body.appointment_id).ok_or_else(Refusal::not_found)?;
        let (tenant, store) = (ctx.tenant().await?, ctx.store());
        let (visit, entry) = (place.key(), doctor_key(doctor));
        let (appointment, entry) =
            futures::try_join!(tenant.get::<Appointment>(&visit), store.get::<DoctorEntry>(&entry))?;
        let card = entry.ok_or_else(|| Failure::fault("a doctor without a directory entry"))?.card;
        let mut appointment = own(appointment, doctor)?;
        ctx.on_record_of(appointment.patient_id);
        let consultation = consultation(ctx, body, &appointment, card);
        for _ in 0..ATTEMPTS {
            let transaction = transaction(ctx, &tenant, tenant_id, &appointment, &consultation)?;
            match ctx.commit(transaction, Reply::created(consultation.clone().into())).await {
                Err(Failure::Store(error)) if error.failed(VISIT) => {
                    let found = error.found(VISIT).cloned().map(medilink_store::read).transpose()?;
                    appointment = own(found, doctor)?;
                }
                result => return result,
            }
        }
        Err(StoreError::Busy("an appointment that changes faster than it is read".into()).into())
    }
}

/// Only the doctor of the visit writes about it; to others it does not exist.
fn own(appointment: Option<Appointment>, doctor: DoctorId) -> Result<Appointment, Refusal> {
    appointment.filter(|appointment| appointment.doctor_id == doctor).ok_or_else(Refusal::not_found)
}

fn consultation(ctx: &Ctx, body: NewConsultation, appointment: &Appointment, card: DoctorCard) -> Consultation {
    Consultation {
        consultation_id: ConsultationId::new(ctx.now, ctx.entropy()),
        appointment_id: appointment.appointment_id,
        doctor_id: appointment.doctor_id,
        doctor_name: format!("{} {}", card.first_name, card.last_name),
        specialty: Some(card.specialty.into_string()),
        patient_id: appointment.patient_id,
        patient: appointment.patient.clone(),
        examined_at: Instant::new(ctx.now),
        diagnoses: body.diagnoses,
        notes: body.notes,
        price: body.price,
    }
}

/// The consultation, the visit's next state, the patient's own index, and the doctor's list of patients: all or none.
fn transaction(
    ctx: &Ctx,
    tenant: &TenantStore,
    tenant_id: TenantId,
    visit: &Appointment,
    consultation: &Consultation,
) -> Result<Transaction, Failure> {
    let status = next(visit.status, state::Action::Examine, Side::Practice)
        .map_err(|refused| Refusal::invalid_state(refused.state.as_str()))?;
    let place = AppointmentPlace::original(visit.appointment_id).ok_or_else(Refusal::not_found)?;
    let step = Change::new(ctx.now, status, Side::Practice).take(ctx.now, status);
    let step = step.set("consultationId", consultation.consultation_id).when(visit.unchanged());
    let (id, patient_id, at) = (consultation.consultation_id, visit.patient_id, consultation.examined_at);
    let line = RecordRef { tenant_id, id: id.bare(), at };
    let examined = Examined { patient_id, last_seen: at };
    let examined_at = examined_key(visit.doctor_id, patient_id);
    Ok(Transaction::new()
        .put(tenant, "consultation", &consultation_key(id), &ctx.acted(consultation)?, Condition::new_item())
        .update(tenant, VISIT, &place.key(), step)
        .put(&ctx.store(), "index", &line.key(RecordKind::Consultation, patient_id), &line, Condition::new_item())
        .put(tenant, "examined", &examined_at, &examined, Condition::default()))
}
