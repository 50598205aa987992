//! What the caller was told, the latest first.

use crate::{
    preferences, raise,
    records::{NoticeRecord, list_partition},
    text::say,
    view::NotificationView,
};
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, Operation, PageQuery, Reply};
use medilink_operation::{Action, Grant, Method, Spec};
use medilink_store::Query;

/// `GET /v1/notifications`.
pub struct ListNotifications;

impl Operation for ListNotifications {
    const SPEC: Spec = Spec::http(
        "notifications.list_notifications",
        Method::Get,
        "/v1/notifications",
        "What the caller was told, the latest first",
    )
    .grants(&[Grant::platform("NTF#", &[Action::Query]), raise::WISHES]);
    type Path = NoPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Output = List<NotificationView>;

    async fn run(
        ctx: &Ctx,
        Input { query, .. }: Input<NoPath, PageQuery, NoBody>,
    ) -> Result<Reply<List<NotificationView>>, Failure> {
        let user = ctx.caller()?.user;
        let page = Query::partition(list_partition(user)).newest_first().limit(query.limit.get());
        let page = page.after(ctx.position(query.cursor.as_ref())?);
        let page = async { Ok(ctx.store().query::<NoticeRecord>(page).await?) };
        let (page, wishes) = futures::try_join!(page, preferences::of(ctx, user))?;
        let view = |notice: &NoticeRecord| {
            let read = notice.is_read(wishes.read_up_to);
            Ok(NotificationView::new(notice, say(notice.kind, &notice.facts, ctx.language)?, read))
        };
        let items = page.items.iter().map(view).collect::<Result<_, Failure>>()?;
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}
