//! Gives a ticket that opens one socket within a minute.

use crate::{
    records::{TicketRecord, ticket_key},
    standing,
};
use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;
use medilink_auth::hash_token;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::Instant;
use medilink_operation::{Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{SessionHead, credentials_key, session_key};
use medilink_store::{Condition, Transaction};
use schemars::JsonSchema;
use serde::Serialize;

/// `POST /v1/chat/tickets`.
pub struct CreateTicket;

/// A ticket, and where to show it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ticket {
    /// The ticket itself: of one use.
    ticket: String,
    /// The address of the socket, with the ticket in it.
    url: String,
    /// From when on it opens nothing.
    expires_at: Instant,
}

const LIFETIME: SignedDuration = SignedDuration::from_secs(60);

impl Operation for CreateTicket {
    const SPEC: Spec =
        Spec::http("chat.create_ticket", Method::Post, "/v1/chat/tickets", "Gives a ticket that opens one socket")
            .grants(&[
                Grant::platform("SES#", &[Action::GetItem]),
                Grant::platform("TENANT#", &[Action::GetItem]),
                Grant::platform("EMAIL#", &[Action::ConditionCheckItem]),
                Grant::platform("TICKET#", &[Action::PutItem]),
            ])
            .success(&[201])
            .refusals(&[codes::TENANT_NOT_ACTIVE]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Ticket;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<Ticket>, Failure> {
        let caller = ctx.caller()?;
        let session = async {
            let session = ctx.store().get::<SessionHead>(&session_key(caller.session)).await?;
            let open = |s: &SessionHead| s.user_id == caller.user && s.expires_at.timestamp() > ctx.now;
            session.filter(open).ok_or_else(|| Failure::from(over()))
        };
        let (session, ()) = futures::try_join!(session, standing::active(ctx))?;
        let ticket = BASE64URL_NOPAD.encode(&ctx.entropy().bytes::<32>());
        let expires_at = Instant::new(ctx.now.saturating_add(LIFETIME).unwrap_or(ctx.now));
        let record = TicketRecord {
            user_id: caller.user,
            session_id: caller.session,
            role: caller.role,
            tenant_id: caller.tenant,
            doctor_id: caller.doctor,
            email: session.email.clone(),
            generation: session.generation,
            expires_at,
            ttl: expires_at.seconds(),
        };
        let address = ctx.platform.settings.public_url.replacen("http", "ws", 1);
        let reply =
            Reply::created(Ticket { url: format!("{address}/ws?ticket={ticket}"), ticket: ticket.clone(), expires_at });
        let transaction = Transaction::new()
            .put(&ctx.store(), "ticket", &ticket_key(&hash_token(&ticket)), &record, Condition::new_item())
            .check(&ctx.store(), "credentials", &credentials_key(&session.email), record.still_holds());
        match ctx.commit(transaction, reply).await {
            Err(failure) if failure.failed("credentials") => Err(over().into()),
            result => result,
        }
    }
}

fn over() -> Refusal {
    Refusal::new(codes::UNAUTHENTICATED, "The session has ended.")
}
