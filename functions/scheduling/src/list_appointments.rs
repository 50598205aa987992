//! The appointments of a patient, or of a practice, by time.

use crate::bound::{Bound, Span};
use crate::finding::BOTH_SIDES;
use crate::listing::{Found, Wish, own, practice};
use crate::view::AppointmentView;
use medilink_edge::{Ctx, Failure, Input, Limit, List, NoBody, NoPath, Operation, Reply};
use medilink_kernel::{Opaque, Role};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Spec};
use medilink_records::appointment_state::Status;
use schemars::JsonSchema;
use serde::Deserialize;

/// `GET /v1/appointments`.
pub struct ListAppointments;

/// Which appointments.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentsQuery {
    /// The first date (in UTC) or instant. With it the list goes forward in time, without it back from the latest.
    #[serde(default)]
    pub from: Option<Bound>,
    /// The last date (in UTC), or the instant before which they begin.
    #[serde(default)]
    pub to: Option<Bound>,
    /// Only those that stand there. A page may then hold fewer than asked for, and still lead on.
    #[serde(default)]
    pub status: Option<Status>,
    /// How many.
    #[serde(default)]
    pub limit: Limit,
    /// Where to go on.
    #[serde(default)]
    pub cursor: Option<Opaque<2048>>,
}

impl Operation for ListAppointments {
    const SPEC: Spec = Spec::http(
        "scheduling.list_appointments",
        Method::Get,
        "/v1/appointments",
        "The own appointments, or those of the practice",
    )
    .access(Access::Roles(BOTH_SIDES))
    .audited(Part::Appointments, Purpose::Treatment)
    .grants(&[
        Grant::own("APT", &[Action::Query, Action::GetItem]),
        Grant::referenced("APT", &[Action::GetItem]),
        Grant::platform("P#", &[Action::Query]),
    ]);
    type Path = NoPath;
    type Query = AppointmentsQuery;
    type Body = NoBody;
    type Output = List<AppointmentView>;

    async fn run(
        ctx: &Ctx,
        Input { query, .. }: Input<NoPath, AppointmentsQuery, NoBody>,
    ) -> Result<Reply<List<AppointmentView>>, Failure> {
        let span = Span::new(query.from, query.to)?;
        let after: Option<String> = ctx.position(query.cursor.as_ref())?;
        let wish = Wish { span, status: query.status, limit: query.limit.get(), after };
        let caller = ctx.caller()?;
        let found = if caller.role == Role::Patient {
            own::look(ctx, caller.user, &wish).await?
        } else {
            practice::look(&ctx.tenant().await?, &wish).await?
        };
        let Found { items, next } = found.page(&wish);
        items.iter().for_each(|appointment| ctx.on_record_of(appointment.patient_id));
        let items = items.into_iter().map(AppointmentView::from).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(next.as_ref()) }))
    }
}
