//! The audit trail for an auditor: by patient, by who it was, or by who keeps the records. Nothing here changes it.

use crate::records::{LinkRecord, link_partition};
use crate::times::within;
use crate::view::EntryView;
use medilink_edge::{Ctx, Failure, Input, Limit, List, NoBody, NoPath, Operation, Reply};
use medilink_kernel::{Instant, Opaque, Role, TenantId, UserId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use medilink_records::{AccessEntry, access_partition, opened_partition};
use medilink_store::{Page, Query};
use schemars::JsonSchema;
use serde::Deserialize;

/// `GET /v1/audit/entries`.
pub struct ListEntries;

/// Which entries: of exactly one patient, user or tenant.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntriesQuery {
    /// Whose record was touched.
    #[serde(default)]
    pub patient: Option<UserId>,
    /// Who touched it.
    #[serde(default)]
    pub actor: Option<UserId>,
    /// Who keeps it.
    #[serde(default)]
    pub tenant: Option<TenantId>,
    /// The first instant.
    #[serde(default)]
    pub from: Option<Instant>,
    /// The instant before which they were.
    #[serde(default)]
    pub to: Option<Instant>,
    /// How many.
    #[serde(default)]
    pub limit: Limit,
    /// Where to go on.
    #[serde(default)]
    pub cursor: Option<Opaque<2048>>,
}

impl Operation for ListEntries {
    const SPEC: Spec =
        Spec::http("audit.list_entries", Method::Get, "/v1/audit/entries", "Who opened what, newest first")
            .access(Access::Roles(&[Role::Auditor]))
            .audited(Part::Trail, Purpose::Audit)
            .grants(&[
                Grant::platform("OPENED#", &[Action::Query]),
                Grant::platform("ACCESS#", &[Action::Query]),
                Grant::platform("TRAIL#", &[Action::QueryIndex, Action::GetItem]),
            ]);
    type Path = NoPath;
    type Query = EntriesQuery;
    type Body = NoBody;
    type Output = List<EntryView>;

    async fn run(ctx: &Ctx, input: Input<NoPath, EntriesQuery, NoBody>) -> Result<Reply<List<EntryView>>, Failure> {
        let asked = input.query;
        let page = |query: Query| -> Result<Query, Refusal> {
            let query = within(query, asked.from, asked.to)?.limit(asked.limit.get());
            Ok(query.after(ctx.position(asked.cursor.as_ref())?))
        };
        let store = ctx.store();
        let found: Page<AccessEntry> = match (asked.patient, asked.actor, asked.tenant) {
            (Some(patient), None, None) => {
                ctx.on_record(patient);
                let found: Page<AccessEntry> = store.query(page(Query::partition(opened_partition(patient)))?).await?;
                // Whoever has an entry is somebody.
                if !found.items.is_empty() {
                    ctx.on_record_of(patient);
                }
                found
            }
            (None, Some(actor), None) => {
                ctx.on_record(actor);
                store.query(page(Query::partition(access_partition(actor)))?).await?
            }
            (None, None, Some(tenant)) => {
                ctx.on_record(tenant);
                let keys = store.query_keys(page(Query::index(link_partition(&tenant.bare())))?).await?;
                let links = store.get_many::<LinkRecord>(&keys.items).await?;
                Page { items: links.into_iter().map(|(_, link)| link.entry).collect(), next: keys.next }
            }
            _ => {
                let detail = "Exactly one of patient, actor and tenant is expected.";
                return Err(Refusal::field(codes::INVALID_INPUT, "?patient", "required", detail).into());
            }
        };
        let items = found.items.into_iter().map(EntryView::from).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(found.next.as_ref()) }))
    }
}
