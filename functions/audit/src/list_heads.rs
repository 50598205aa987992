//! The published heads of a day, for everybody: whoever keeps a copy can tell later whether the trail was written anew.

use crate::heads;
use crate::records::{SignedHead, signed_partition};
use medilink_auth::Jwks;
use medilink_edge::{Ctx, Failure, Input, Limit, NoBody, NoPath, Operation, Reply};
use medilink_kernel::{CalendarDate, Instant, Opaque, Sha256Hex};
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_store::Query;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `GET /v1/audit/heads`.
pub struct ListHeads;

/// Of which day.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadsQuery {
    /// A date in UTC; today where nothing is said.
    #[serde(default)]
    pub date: Option<CalendarDate>,
    /// How many.
    #[serde(default)]
    pub limit: Limit,
    /// Where to go on.
    #[serde(default)]
    pub cursor: Option<Opaque<2048>>,
}

/// The heads of a day.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "AuditHeads")]
pub struct Heads {
    /// The day.
    date: CalendarDate,
    /// By chain.
    items: Vec<HeadView>,
    /// Where to go on; `null` at the end.
    next_cursor: Option<String>,
    /// The public keys that the day's signatures are checked with (RFC 7517).
    keys: Vec<Value>,
}

/// Where a chain had come to.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "AuditHead")]
pub struct HeadView {
    /// The chain: a tenant's, without `ten_`, or `platform`.
    chain: String,
    /// The place of its last link.
    seq: u64,
    /// The SHA-256 of that link.
    hash: Sha256Hex,
    /// When it was signed.
    signed_at: Instant,
    /// The key's name.
    kid: String,
    /// Ed25519 over the lines `medilink-head-1`, chain, seq, hash and signedAt; in base64url.
    signature: String,
}

impl Operation for ListHeads {
    const SPEC: Spec = Spec::http(
        "audit.list_heads",
        Method::Get,
        "/v1/audit/heads",
        "Where the chains of the audit trail had come to, signed",
    )
    .access(Access::Public)
    .grants(&[Grant::platform("HEADS#", &[Action::Query])])
    .cache_seconds(60);
    type Path = NoPath;
    type Query = HeadsQuery;
    type Body = NoBody;
    type Output = Heads;

    async fn run(ctx: &Ctx, input: Input<NoPath, HeadsQuery, NoBody>) -> Result<Reply<Heads>, Failure> {
        let asked = input.query;
        let date = asked.date.unwrap_or_else(|| CalendarDate::utc(ctx.now));
        let query = Query::partition(signed_partition(date)).limit(asked.limit.get());
        let page = ctx.store().query::<SignedHead>(query.after(ctx.position(asked.cursor.as_ref())?)).await?;
        let at = page.items.first().map_or(ctx.now, |head| head.signed_at.timestamp());
        let keys = Jwks::from_iter([heads::key(&ctx.platform.secret, at).public()]).keys;
        let keys = keys.iter().map(serde_json::to_value).collect::<Result<_, _>>().map_err(Failure::fault)?;
        let items = page.items.into_iter().map(HeadView::from).collect();
        Ok(Reply::ok(Heads { date, items, next_cursor: ctx.cursor(page.next.as_ref()), keys }))
    }
}

impl From<SignedHead> for HeadView {
    fn from(SignedHead { chain, seq, hash, signed_at, kid, signature }: SignedHead) -> Self {
        Self { chain, seq, hash, signed_at, kid, signature }
    }
}
