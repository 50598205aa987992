//! Opens a socket for whoever shows a ticket, once.

use crate::records::{TicketRecord, ticket_key};
use medilink_auth::hash_token;
use medilink_edge::links::{self, LinkRecord, TenantLinkRecord, link_key, tenant_link_key};
use medilink_edge::{ConnectionRecord, Ctx, Failure, Input, NoBody, NoPath, Nothing, Operation, Reply, connection_key};
use medilink_kernel::Opaque;
use medilink_operation::{Access, Action, Grant, Refusal, Spec, codes};
use medilink_records::{credentials_key, session_key};
use medilink_store::{Condition, StoreError, TenantStatus, Transaction, tenant_key};
use schemars::JsonSchema;
use serde::Deserialize;

/// `$connect`.
pub struct Connect;

/// A browser opens a socket with nothing but a URL, so the ticket stands in its query.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    ticket: Option<Opaque<200>>,
}

impl Operation for Connect {
    const SPEC: Spec = Spec::socket("chat.connect", "$connect", "Opens a socket")
        .access(Access::Secret("ticket"))
        .grants(&[
            Grant::platform("TICKET#", &[Action::GetItem, Action::DeleteItem]),
            Grant::platform("SES#", &[Action::ConditionCheckItem]),
            Grant::platform("EMAIL#", &[Action::ConditionCheckItem]),
            Grant::platform("TENANT#", &[Action::ConditionCheckItem]),
            Grant::platform("SOCKET#", &[Action::PutItem]),
            Grant::platform("LINK#", &[Action::PutItem]),
            Grant::platform("TLINK#", &[Action::PutItem]),
        ])
        .refusals(&[codes::INVALID_TOKEN, codes::FORBIDDEN])
        .success(&[204]);
    type Path = NoPath;
    type Query = Shown;
    type Body = NoBody;
    type Output = Nothing;

    async fn run(ctx: &Ctx, Input { query, .. }: Input<NoPath, Shown, NoBody>) -> Result<Reply<Nothing>, Failure> {
        let connection = ctx.connection.as_deref().ok_or_else(|| Failure::fault("no connection"))?;
        let ticket = query.ticket.ok_or_else(invalid)?;
        let key = ticket_key(&hash_token(ticket.as_str()));
        let ticket = ctx.store().get::<TicketRecord>(&key).await?.filter(|t| t.expires_at.timestamp() > ctx.now);
        let ticket = ticket.ok_or_else(invalid)?;
        if ctx.origin.as_ref().is_some_and(|origin| *origin != ctx.platform.settings.public_url) {
            return Err(Refusal::new(codes::FORBIDDEN, "Pages of other sites open no socket here.").into());
        }
        let ttl = ctx.now.as_second() + links::KEPT_SECONDS;
        let socket = ConnectionRecord {
            user_id: ticket.user_id,
            session_id: ticket.session_id,
            role: ticket.role,
            tenant_id: ticket.tenant_id,
            doctor_id: ticket.doctor_id,
            language: ctx.language,
            ttl,
        };
        let link = LinkRecord {
            connection: connection.to_owned(),
            session_id: ticket.session_id,
            tenant_id: ticket.tenant_id,
            generation: ticket.generation,
            ttl,
        };
        let store = ctx.store();
        let mut transaction = Transaction::new()
            .delete(&store, "ticket", &key, Condition::item_exists())
            .check(&store, "session", &session_key(ticket.session_id), Condition::item_exists())
            .check(&store, "credentials", &credentials_key(&ticket.email), ticket.still_holds())
            .put(&store, "socket", &connection_key(connection), &socket, Condition::default())
            .put(&store, "link", &link_key(ticket.user_id, connection), &link, Condition::default());
        if let Some(tenant) = ticket.tenant_id {
            let active = Condition::default().equals("status", TenantStatus::Active);
            let among = TenantLinkRecord { connection: connection.to_owned(), user_id: ticket.user_id, ttl };
            transaction = transaction.check(&store, "tenant", &tenant_key(tenant), active).put(
                &store,
                "among",
                &tenant_link_key(tenant, connection),
                &among,
                Condition::default(),
            );
        }
        match ctx.commit(transaction, Reply::none()).await {
            Err(Failure::Store(StoreError::Condition { .. })) => Err(invalid().into()),
            result => result,
        }
    }
}

/// One answer whatever is wrong with it.
fn invalid() -> Refusal {
    Refusal::new(codes::INVALID_TOKEN, "The ticket is not valid, or was used.")
}
