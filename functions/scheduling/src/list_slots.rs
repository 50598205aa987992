//! The free slots of a doctor.

use crate::availability::Days;
use crate::grid::Slot;
use crate::hours_seen::remember;
use crate::records::{BusyDay, doctor_days};
use crate::refusals::{availability, by_date};
use crate::working_hours::WorkingHours;
use medilink_edge::{Ctx, Failure, Input, NoBody, Operation, Reply};
use medilink_kernel::{CalendarDate, DoctorId};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{DoctorEntry, doctor_key};
use medilink_store::Query;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `GET /v1/doctors/{doctorId}/slots`.
pub struct ListSlots;

/// The path of a doctor.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DoctorPath {
    /// The doctor.
    pub doctor_id: DoctorId,
}

/// A range of dates on the doctor's calendar.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlotsQuery {
    /// The first date.
    pub from: CalendarDate,
    /// The last date, at most 30 days after the first.
    pub to: CalendarDate,
}

/// Free slots.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Slots {
    /// The doctor's zone; `null` while the doctor has no hours.
    pub time_zone: Option<String>,
    /// What is free and lies ahead, at most 366 days, in order.
    pub slots: Vec<Slot>,
}

impl Operation for ListSlots {
    const SPEC: Spec =
        Spec::http("scheduling.list_slots", Method::Get, "/v1/doctors/{doctorId}/slots", "The free slots of a doctor")
            .access(Access::Public)
            .grants(&[Grant::platform("DIR#", &[Action::GetItem]), Grant::referenced("DAY#", &[Action::Query])]);
    type Path = DoctorPath;
    type Query = SlotsQuery;
    type Body = NoBody;
    type Output = Slots;

    async fn run(
        ctx: &Ctx,
        Input { path, query, .. }: Input<DoctorPath, SlotsQuery, NoBody>,
    ) -> Result<Reply<Slots>, Failure> {
        let days = Days::new(query.from.date(), query.to.date())
            .map_err(|error| Refusal::field(codes::INVALID_INPUT, "?to", "out_of_range", &error.to_string()))?;
        let entry = ctx.store().get::<DoctorEntry>(&doctor_key(path.doctor_id)).await?;
        let entry = entry.ok_or_else(Refusal::not_found)?;
        let Some(hours) = entry.hours.filter(|_| entry.bookable) else {
            return Ok(Reply::ok(Slots { time_zone: None, slots: Vec::new() }));
        };
        remember(ctx, path.doctor_id, &hours);
        let hours: WorkingHours = serde_json::from_value(hours).map_err(Failure::fault)?;
        let availability = availability(&hours)?;
        let (first, last) = availability.busy_dates(days);
        let tenant = ctx.session.referenced_tenant(entry.tenant_id).await?;
        let query = Query::partition(doctor_days(path.doctor_id)).between(first.to_string(), last.to_string());
        let busy = by_date(tenant.query::<BusyDay>(query.eventually()).await?.items)?;
        let slots = availability.free_slots(days, |date| busy.get(&date).copied().unwrap_or_default(), ctx.now.into());
        Ok(Reply::ok(Slots { time_zone: Some(hours.time_zone), slots }))
    }
}
