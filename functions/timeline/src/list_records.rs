//! The caller's whole record by time, across practices.

use crate::reading::{RecordsQuery, page};
use crate::sight::Sight;
use crate::view::RecordView;
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Spec};

/// `GET /v1/records`.
pub struct ListRecords;

impl Operation for ListRecords {
    const SPEC: Spec =
        Spec::http("timeline.list_records", Method::Get, "/v1/records", "The own record by time, newest first")
            .access(Access::Roles(&[Role::Patient]))
            .audited(Part::Record, Purpose::Treatment)
            .grants(&[
                Grant::platform("P#", &[Action::Query]),
                Grant::platform("TENANT#", &[Action::GetItem]),
                Grant::referenced("APT", &[Action::GetItem]),
                Grant::referenced("CON#", &[Action::GetItem]),
                Grant::referenced("RX#", &[Action::GetItem]),
            ]);
    type Path = NoPath;
    type Query = RecordsQuery;
    type Body = NoBody;
    type Output = List<RecordView>;

    async fn run(ctx: &Ctx, input: Input<NoPath, RecordsQuery, NoBody>) -> Result<Reply<List<RecordView>>, Failure> {
        page(ctx, ctx.caller()?.user, &input.query, &Sight::Whole).await
    }
}
