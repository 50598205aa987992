//! A page of a time line.

use crate::fetch::fetch;
use crate::lines::{Window, look};
use crate::merge::{Kind, Line, merge, time};
use crate::sight::Sight;
use crate::view::RecordView;
use futures::future::try_join_all;
use medilink_edge::{Ctx, Failure, Limit, List, Reply};
use medilink_kernel::{Instant, Opaque, TenantId, UserId};
use medilink_operation::{Refusal, codes};
use schemars::JsonSchema;
use serde::Deserialize;

/// Lines of each kind that are looked at where only some of them are shown.
const AMONG: usize = 300;

/// Which part of a record.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordsQuery {
    /// Of this kind alone.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// Kept by this practice alone. Pages may be short then, for other practices' lines are looked at as well.
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

/// The page that is asked for of a patient's record, as far as the reader sees it.
pub(crate) async fn page(
    ctx: &Ctx,
    patient: UserId,
    asked: &RecordsQuery,
    sight: &Sight,
) -> Result<Reply<List<RecordView>>, Failure> {
    if asked.from.zip(asked.to).is_some_and(|(from, to)| from >= to) {
        let detail = "An end after the start is expected.";
        return Err(Refusal::field(codes::INVALID_INPUT, "?to", "out_of_range", detail).into());
    }
    let position = ctx.position::<String, 2048>(asked.cursor.as_ref())?;
    let limit = asked.limit.get();
    let depth = if asked.tenant.is_none() && *sight == Sight::Whole { limit } else { AMONG };
    let window = Window { from: asked.from, until: position.or(asked.to.map(time)), depth };
    let kinds = Kind::ALL.into_iter().filter(|kind| asked.kind.is_none_or(|only| only == *kind));
    let sources = try_join_all(kinds.map(|kind| look(ctx, patient, kind, &window))).await?;
    let asks = |line: &Line| asked.tenant.is_none_or(|tenant| line.tenant == tenant);
    let (lines, next) = merge(sources, |line| asks(line) && sight.shows(line), limit);
    let items = fetch(ctx, lines).await?;
    Ok(Reply::ok(List { items, next_cursor: ctx.cursor(next.as_ref()) }))
}
