//! Notes what a patient does not bear, beside what they say themselves: whoever prescribes is warned of it.

use crate::get_patient::PatientPath;
use crate::patient_view::PatientView;
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::{Role, Text, fold};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use medilink_records::{Account, Act, Examined, account_key, examined_key};
use medilink_store::{Condition, StoreError, Transaction, Update};
use schemars::JsonSchema;
use serde::Deserialize;

/// How many allergies a patient may have noted.
const MOST: usize = 50;
/// How often one that others overtake is begun again.
const TRIES: u32 = 5;

/// `POST /v1/patients/{patientId}/allergies`.
pub struct NoteAllergy;

/// An allergy.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllergyRequest {
    /// The substance, the product or the family that is not borne.
    allergy: Text<1, 120>,
}

impl Operation for NoteAllergy {
    const SPEC: Spec = Spec::http(
        "consultations.note_allergy",
        Method::Post,
        "/v1/patients/{patientId}/allergies",
        "Notes an allergy of a patient examined by the caller",
    )
    .access(Access::Roles(&[Role::Doctor]))
    .audited(Part::Profile, Purpose::Treatment)
    .grants(&[Grant::own("PAT#", &[Action::GetItem]), Grant::platform("USER#", &[Action::GetItem, Action::UpdateItem])])
    .refusals(&[codes::NOT_FOUND]);
    type Path = PatientPath;
    type Query = NoQuery;
    type Body = AllergyRequest;
    type Output = PatientView;

    async fn run(
        ctx: &Ctx,
        Input { path, body, .. }: Input<PatientPath, NoQuery, AllergyRequest>,
    ) -> Result<Reply<PatientView>, Failure> {
        let doctor = ctx.caller()?.doctor.ok_or_else(Refusal::not_found)?;
        let (tenant, store) = (ctx.tenant().await?, ctx.store());
        let (examined, key) = (examined_key(doctor, path.patient_id), account_key(path.patient_id));
        let (examined, account) = futures::try_join!(tenant.get::<Examined>(&examined), store.get::<Account>(&key))?;
        let (examined, mut account) = examined.zip(account).ok_or_else(Refusal::not_found)?;
        ctx.on_record_of(path.patient_id);
        for _ in 0..TRIES {
            let as_seen = match &account.patient {
                Some(facts) => Condition::item_exists().equals("patient", facts),
                None => Condition::item_exists().absent("patient"),
            };
            let mut facts = account.patient.take().unwrap_or_default();
            if facts.allergies.iter().any(|known| fold(known) == fold(&body.allergy)) {
                account.patient = Some(facts);
                return Ok(Reply::ok(PatientView::new(&examined, account)));
            }
            if facts.allergies.len() >= MOST {
                let detail = "No more than fifty are noted.";
                return Err(Refusal::field(codes::INVALID_INPUT, "/allergy", "too_many", detail).into());
            }
            facts.allergies.push(body.allergy.clone());
            let update = Update::new().set("patient", &facts).set(Act::ATTRIBUTE, ctx.act()?).when(as_seen);
            let transaction = Transaction::new().update(&store, "account", &key, update);
            account.patient = Some(facts);
            match ctx.commit(transaction, Reply::ok(PatientView::new(&examined, account))).await {
                Err(Failure::Store(error)) if error.failed("account") => {
                    let found = error.found("account").cloned();
                    account = found.map(medilink_store::read).transpose()?.ok_or_else(Refusal::not_found)?;
                }
                result => return result,
            }
        }
        Err(StoreError::Busy("the profile is changing elsewhere".into()).into())
    }
}
