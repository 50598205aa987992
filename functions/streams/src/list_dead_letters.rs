//! The dead letters, for an admin.

use crate::view::DeadLetterView;
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, Operation, PageQuery, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_records::{DEAD_LETTERS, DeadLetterId, DeadLetterItem};
use medilink_store::{Key, Query};

/// Lists dead letters.
pub struct ListDeadLetters;

impl Operation for ListDeadLetters {
    const SPEC: Spec = Spec::http(
        "streams.list_dead_letters",
        Method::Get,
        "/v1/admin/dead-letters",
        "Lists what operations could not follow, newest first",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform(DEAD_LETTERS, &[Action::QueryIndex]), Grant::platform("DEAD#", &[Action::GetItem])]);
    type Path = NoPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Output = List<DeadLetterView>;

    async fn run(ctx: &Ctx, input: Input<NoPath, PageQuery, NoBody>) -> Result<Reply<List<DeadLetterView>>, Failure> {
        let position = ctx.position(input.query.cursor.as_ref())?;
        let query = Query::index(DEAD_LETTERS).newest_first().limit(input.query.limit.get()).after(position);
        let page = ctx.store().query_keys(query).await?;
        let found = ctx.store().get_many::<DeadLetterItem>(&page.items).await?;
        // The index follows its table after a moment: what was replayed or discarded in between is left out.
        let letter = |(key, item): (Key, DeadLetterItem)| Some((DeadLetterId::of(&key)?, item.letter()?));
        let items = found.into_iter().filter_map(letter).map(|(id, letter)| DeadLetterView::of(id, letter)).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}
