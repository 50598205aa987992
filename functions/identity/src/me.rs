//! The caller's own profile.

use crate::profile::{self, Profile};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_operation::{Action, Grant, Method, Spec};

/// `GET /v1/me`.
pub struct Me;

impl Operation for Me {
    const SPEC: Spec = Spec::http("identity.me", Method::Get, "/v1/me", "The caller's own profile").grants(&[
        Grant::platform("USER#", &[Action::GetItem]),
        Grant::platform("EMAIL#", &[Action::GetItem]),
        Grant::platform("TENANT#", &[Action::GetItem]),
    ]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Profile;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<Profile>, Failure> {
        let (account, workplace) = profile::own(ctx).await?;
        let workplace = profile::joining(ctx, &account, workplace).await?;
        Ok(Reply::ok(Profile::new(account, workplace)))
    }
}
