//! Lets a practice read what others keep of the caller's record, for a time.

use crate::granting::{GrantView, RecordGrant};
use crate::merge::Kind;
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{DoctorId, Instant, Role};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use medilink_records::{DoctorEntry, doctor_key, grant_key};
use medilink_store::{Condition, Transaction};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// `POST /v1/records/grants`.
pub struct GrantReading;

/// A grant lasts so long at most: what is forgotten ends by itself.
const LONGEST_SECONDS: i64 = 366 * 24 * 3600;

/// Who may read what, and until when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewGrant {
    /// A doctor of the practice, as the directory knows them.
    pub doctor_id: DoctorId,
    /// The kinds that may be read; every one where none is named.
    #[serde(default)]
    pub kinds: Option<BTreeSet<Kind>>,
    /// From when nothing may be read any more: within 366 days.
    pub until: Instant,
}

impl Operation for GrantReading {
    const SPEC: Spec =
        Spec::http("timeline.grant", Method::Post, "/v1/records/grants", "Lets a practice read the own record")
            .access(Access::Roles(&[Role::Patient]))
            .audited(Part::Grants, Purpose::Granted)
            .grants(&[Grant::platform("DIR#", &[Action::GetItem]), Grant::platform("GRANT#", &[Action::PutItem])])
            .success(&[201])
            .refusals(&[codes::NOT_FOUND]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NewGrant;
    type Output = GrantView;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, NewGrant>) -> Result<Reply<GrantView>, Failure> {
        let (asked, patient, now) = (input.body, ctx.caller()?.user, Instant::new(ctx.now));
        check(&asked, now)?;
        let entry = ctx.store().get::<DoctorEntry>(&doctor_key(asked.doctor_id)).await?;
        let entry = entry.ok_or_else(Refusal::not_found)?;
        let grant = RecordGrant {
            grant_id: RecordGrant::id(entry.tenant_id),
            tenant_id: entry.tenant_id,
            doctor_id: asked.doctor_id,
            doctor_name: format!("{} {}", entry.card.first_name, entry.card.last_name),
            kinds: asked.kinds,
            granted_at: now,
            until: asked.until,
            taken_back_at: None,
        };
        ctx.on_record(grant.grant_id);
        let (store, key) = (ctx.store(), grant_key(patient, grant.tenant_id));
        let transaction = Transaction::new().put(&store, "grant", &key, &ctx.acted(&grant)?, Condition::default());
        ctx.commit(transaction, Reply::created(grant.view(now))).await
    }
}

fn check(asked: &NewGrant, now: Instant) -> Result<(), Refusal> {
    if asked.kinds.as_ref().is_some_and(BTreeSet::is_empty) {
        return Err(Refusal::field(codes::INVALID_INPUT, "/kinds", "empty", "At least one kind is expected."));
    }
    if asked.until <= now || asked.until.seconds() - now.seconds() > LONGEST_SECONDS {
        let detail = "An instant within the next 366 days is expected.";
        return Err(Refusal::field(codes::INVALID_INPUT, "/until", "out_of_range", detail));
    }
    Ok(())
}
