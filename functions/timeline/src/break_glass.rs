//! Opens a record that is closed to the caller, in an emergency: for a few hours, and the patient and the admins are told
//! at once.
//!
//! The patient is named by their id, as everywhere in the API. It cannot be guessed, so nobody finds people by trying; who
//! has it, has it from the patient's own application or from a colleague. Names, dates of birth or telephone numbers
//! would let whoever knows them ask whether somebody is a patient here, which this answers for no other price than a
//! reason and everybody's knowing.

use crate::read_patient::PatientPath;
use jiff::{SignedDuration, Timestamp};
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::{CalendarDate, Instant, Role, Text, UserId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use medilink_records::{Account, DoctorEntry, Emergency, account_key, doctor_key, emergency_key};
use medilink_store::{Condition, StoreError, TenantHead, TenantStatus, Transaction, tenant_key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `POST /v1/patients/{patientId}/break-glass`.
pub struct BreakGlass;

/// How long the record is open then.
const OPEN: SignedDuration = SignedDuration::from_hours(4);

const EMERGENCY: &str = "emergency";

/// Why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BreakGlassReason")]
pub struct Why {
    /// In the doctor's words: the patient and the admins read it.
    pub reason: Text<1, 500>,
}

/// A record that is open for some hours, with whose it is: a doctor sees at once whether it is the right one.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "OpenedInEmergency")]
pub struct Opened {
    /// The patient.
    patient_id: UserId,
    /// Given name.
    first_name: Text<1, 80>,
    /// Family name.
    last_name: Text<1, 80>,
    /// Date of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    date_of_birth: Option<CalendarDate>,
    /// Since when it is open.
    opened_at: Instant,
    /// From when it is closed again.
    until: Instant,
}

impl Operation for BreakGlass {
    const SPEC: Spec = Spec::http(
        "timeline.break_glass",
        Method::Post,
        "/v1/patients/{patientId}/break-glass",
        "Opens a patient's record in an emergency; patient and admins are told",
    )
    .access(Access::Roles(&[Role::Doctor]))
    .audited(Part::Record, Purpose::Emergency)
    .grants(&[
        Grant::platform("TENANT#", &[Action::GetItem]),
        Grant::platform("USER#", &[Action::GetItem]),
        Grant::platform("DIR#", &[Action::GetItem]),
        Grant::platform("GRANT#", &[Action::PutItem]),
    ])
    .success(&[201, 200])
    .refusals(&[codes::TENANT_NOT_ACTIVE]);
    type Path = PatientPath;
    type Query = NoQuery;
    type Body = Why;
    type Output = Opened;

    async fn run(
        ctx: &Ctx,
        Input { path, body, .. }: Input<PatientPath, NoQuery, Why>,
    ) -> Result<Reply<Opened>, Failure> {
        let caller = ctx.caller()?;
        let (practice, doctor) = caller.tenant.zip(caller.doctor).ok_or(StoreError::TenantNotActive)?;
        ctx.kept_by(practice);
        let (store, now) = (ctx.store(), Instant::new(ctx.now));
        let (head, account, entry) = (tenant_key(practice), account_key(path.patient_id), doctor_key(doctor));
        let (head, account, entry) = futures::try_join!(
            store.get::<TenantHead>(&head),
            store.get::<Account>(&account),
            store.get::<DoctorEntry>(&entry),
        )?;
        if head.is_none_or(|head| head.status != TenantStatus::Active) {
            return Err(StoreError::TenantNotActive.into());
        }
        let patient = account.filter(|account| account.role == Role::Patient).ok_or_else(Refusal::not_found)?;
        ctx.on_record_of(patient.user_id);
        let card = entry.ok_or_else(|| Failure::fault("a doctor without a directory entry"))?.card;
        let emergency = Emergency {
            tenant_id: practice,
            doctor_name: format!("{} {}", card.first_name, card.last_name),
            reason: body.reason,
            opened_at: now,
            until: ctx.now.saturating_add(OPEN).unwrap_or(Timestamp::MAX).into(),
        };
        let key = emergency_key(patient.user_id, caller.user);
        let closed = Condition::default().absent_or("until", "<=", now);
        let transaction = Transaction::new().put(&store, EMERGENCY, &key, &ctx.acted(&emergency)?, closed);
        match ctx.commit(transaction, Reply::created(opened(&patient, &emergency))).await {
            // It is open already: nobody is told twice of the same hours, and they do not grow.
            Err(Failure::Store(error)) if error.failed(EMERGENCY) => {
                let there = error.found(EMERGENCY).cloned().map(medilink_store::read::<Emergency>).transpose()?;
                let there = there.ok_or_else(|| Failure::fault("an emergency that is in its own way"))?;
                Ok(Reply::ok(opened(&patient, &there)))
            }
            result => result,
        }
    }
}

fn opened(patient: &Account, emergency: &Emergency) -> Opened {
    Opened {
        patient_id: patient.user_id,
        first_name: patient.first_name.clone(),
        last_name: patient.last_name.clone(),
        date_of_birth: patient.date_of_birth,
        opened_at: emergency.opened_at,
        until: emergency.until,
    }
}
