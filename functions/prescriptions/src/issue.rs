//! Issues a prescription from a consultation.

use crate::bounded::{Several, Whole};
use crate::checks::{self, IndexLine, answers::Acknowledgement};
use crate::code::{Format, Qr, draw};
use crate::content::{Content, DEFAULT_VALID_DAYS, Line, MAX_ITEMS, MAX_VALID_DAYS, Patient, Prescriber, days_after};
use crate::keys::Signing;
use crate::payload::ClaimCode;
use crate::prescription::{State, Status};
use crate::records::{Listed, content_key, state_key};
use crate::views::{IssuedItem, issued};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{ConsultationId, Instant, PrescriptionId, Role};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use medilink_records::{Consultation, DoctorCard, DoctorEntry, RecordKind, RecordRef, consultation_key, doctor_key};
use medilink_store::{Condition, StoreError, Transaction};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `prescriptions.issue`
pub struct Issue;

/// What the doctor writes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    /// The visit.
    pub consultation_id: ConsultationId,
    /// The lines.
    pub items: Several<Line, MAX_ITEMS>,
    /// Days in which it may be dispensed; 90 where nothing is said.
    #[serde(default)]
    pub valid_days: Option<Whole<1, MAX_VALID_DAYS>>,
    /// How often it may be issued again; not at all where nothing is said.
    #[serde(default)]
    pub repeats: Option<Whole<0, 12>>,
    /// Answers to the warnings that a try before was refused with.
    #[serde(default)]
    pub acknowledge: Vec<Acknowledgement>,
}

/// A prescription that was just issued.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Issued {
    /// Which one.
    pub prescription_id: PrescriptionId,
    /// Where it stands.
    pub status: Status,
    /// Its lines, in the order of the request.
    pub items: Vec<IssuedItem>,
    /// From when it may be dispensed no more.
    pub expires_at: Instant,
    /// Its code.
    pub qr: Qr,
}

impl Operation for Issue {
    const SPEC: Spec = Spec::http(
        "prescriptions.issue",
        Method::Post,
        "/v1/prescriptions",
        "Issues a prescription from a consultation",
    )
    .access(Access::Roles(&[Role::Doctor]))
    .audited(Part::Prescriptions, Purpose::Treatment)
    .grants(&[
        Grant::own("CON#", &[Action::GetItem]),
        Grant::platform("DIR#", &[Action::GetItem]),
        Grant::platform("KEY#rx", &[Action::GetItem]),
        Grant::platform("CATALOGUE#", &[Action::GetItem]),
        Grant::platform("USER#", &[Action::GetItem]),
        Grant::own("SETTINGS", &[Action::GetItem]),
        Grant::referenced("RX#", &[Action::GetItem]),
        Grant::own("RX#", &[Action::PutItem]),
        Grant::platform("P#", &[Action::Query, Action::PutItem]),
    ])
    .success(&[201])
    .refusals(&[codes::NOT_FOUND, codes::WARNINGS_UNANSWERED, codes::WARNINGS_REFUSED])
    .blobs()
    .memory(512);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Issued;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Issued>, Failure> {
        let (caller, mut body) = (ctx.caller()?, input.body);
        let (tenant_id, doctor) = caller.tenant.zip(caller.doctor).ok_or(StoreError::TenantNotActive)?;
        let (own, store) = (ctx.tenant().await?, ctx.store());
        ctx.on_record(body.consultation_id);
        let (consultation_key, doctor_key) = (consultation_key(body.consultation_id), doctor_key(doctor));
        let (consultation, entry, signing, shelf) = futures::join!(
            own.get::<Consultation>(&consultation_key),
            store.get::<DoctorEntry>(&doctor_key),
            Signing::get(ctx),
            checks::shelf(ctx, body.items.as_slice()),
        );
        let consultation = consultation?.filter(|c| c.doctor_id == doctor).ok_or_else(Refusal::not_found)?;
        let card = entry?.ok_or_else(|| Failure::fault("a doctor of a practice is not in the directory"))?.card;
        let patient = patient(consultation)?;
        ctx.on_record_of(patient.patient_id);
        let answers = std::mem::take(&mut body.acknowledge);
        let mut content = content(ctx, body, patient, card);
        let courses = checks::check(ctx, &own, shelf?, &mut content, &answers).await?;
        let (id, now) = (content.prescription_id, content.issued_at);
        let state = State::issued(&content, ClaimCode::of(id, &ctx.platform.secret).hash());
        let line = RecordRef { tenant_id, id: id.bare(), at: now };
        let line_key = line.key(RecordKind::Prescription, content.patient.patient_id);
        let line = IndexLine { line, courses };
        let transaction = Transaction::new()
            .put(&own, "content", &content_key(id), &Listed::new(&content), Condition::new_item())
            .put(&own, "state", &state_key(id), &ctx.acted(&state)?, Condition::new_item())
            .put(&store, "index", &line_key, &line, Condition::new_item());
        let reply = Issued {
            prescription_id: id,
            status: state.status(now),
            items: issued(&content, &state, now),
            expires_at: content.expires_at,
            qr: draw(tenant_id, &content, &ctx.platform.secret, &signing?.key, Format::Svg)?,
        };
        ctx.commit(transaction, Reply::created(reply)).await
    }
}

/// The patient, as the consultation knows them.
fn patient(consultation: Consultation) -> Result<Patient, Failure> {
    let known = consultation.patient.ok_or_else(|| Failure::fault("a consultation without its patient"))?;
    Ok(Patient {
        patient_id: consultation.patient_id,
        first_name: known.first_name.into_string(),
        last_name: known.last_name.into_string(),
        date_of_birth: known.date_of_birth,
    })
}

fn content(ctx: &Ctx, body: Body, patient: Patient, card: DoctorCard) -> Content {
    let now = Instant::new(ctx.now);
    let valid_days = body.valid_days.map_or(DEFAULT_VALID_DAYS, Whole::get);
    Content {
        prescription_id: PrescriptionId::new(ctx.now, ctx.entropy()),
        consultation_id: body.consultation_id,
        patient,
        prescriber: Prescriber {
            doctor_id: card.doctor_id,
            first_name: card.first_name.into_string(),
            last_name: card.last_name.into_string(),
            specialty: card.specialty.into_string(),
        },
        items: body.items.into_vec(),
        issued_at: now,
        valid_from: now,
        expires_at: days_after(now, valid_days),
        valid_days,
        repeats: body.repeats.map_or(0, Whole::get),
        checked: Vec::new(),
        answers: Vec::new(),
    }
}
