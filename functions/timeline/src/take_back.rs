//! Takes a grant back: the practice's next call finds it gone.

use crate::granting::RecordGrant;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Nothing, Operation, Reply};
use medilink_kernel::{GrantId, Instant, Role};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec};
use medilink_records::{Act, grant_key};
use medilink_store::{Condition, Transaction, Update};
use schemars::JsonSchema;
use serde::Deserialize;

/// `DELETE /v1/records/grants/{id}`.
pub struct TakeBack;

const GRANT: &str = "grant";

/// The path of a grant.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct GrantPath {
    /// The grant.
    pub id: GrantId,
}

impl Operation for TakeBack {
    const SPEC: Spec = Spec::http(
        "timeline.take_back",
        Method::Delete,
        "/v1/records/grants/{id}",
        "Takes a grant of the own record back",
    )
    .access(Access::Roles(&[Role::Patient]))
    .audited(Part::Grants, Purpose::Granted)
    .grants(&[Grant::platform("GRANT#", &[Action::UpdateItem])])
    .success(&[204]);
    type Path = GrantPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Nothing;

    async fn run(ctx: &Ctx, Input { path, .. }: Input<GrantPath, NoQuery, NoBody>) -> Result<Reply<Nothing>, Failure> {
        let key = grant_key(ctx.caller()?.user, RecordGrant::practice(path.id));
        let taken_back = Update::new()
            .set(RecordGrant::TAKEN_BACK, Instant::new(ctx.now))
            .set(Act::ATTRIBUTE, ctx.act()?)
            .when(Condition::item_exists().absent(RecordGrant::TAKEN_BACK));
        let transaction = Transaction::new().update(&ctx.store(), GRANT, &key, taken_back);
        match ctx.commit(transaction, Reply::none()).await {
            Err(Failure::Store(error)) if error.failed(GRANT) => match error.found(GRANT) {
                // It was taken back before.
                Some(_) => Ok(Reply::none()),
                None => Err(Refusal::not_found().into()),
            },
            result => result,
        }
    }
}
