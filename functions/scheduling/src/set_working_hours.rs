//! Sets a doctor's weekly hours, in the practice and, for everybody who books, in the directory.

use crate::records::{Schedule, schedule_key};
use crate::working_hours::WorkingHours;
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::doctor_key;
use medilink_store::{Condition, Transaction, Update};

/// `PUT /v1/schedule/working-hours`.
pub struct SetWorkingHours;

impl Operation for SetWorkingHours {
    const SPEC: Spec = Spec::http(
        "scheduling.set_working_hours",
        Method::Put,
        "/v1/schedule/working-hours",
        "Sets the own weekly hours",
    )
    .access(Access::Roles(&[Role::Doctor]))
    .grants(&[Grant::own("SCHEDULE", &[Action::PutItem]), Grant::platform("DIR#", &[Action::UpdateItem])])
    .refusals(&[codes::NOT_FOUND]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = WorkingHours;
    type Output = WorkingHours;

    async fn run(
        ctx: &Ctx,
        Input { body: hours, .. }: Input<NoPath, NoQuery, WorkingHours>,
    ) -> Result<Reply<WorkingHours>, Failure> {
        let errors = hours.mistakes();
        if !errors.is_empty() {
            let refusal = Refusal::new(codes::INVALID_INPUT, "Some values are not acceptable.");
            return Err(Refusal { errors, ..refusal }.into());
        }
        let doctor_id = ctx.caller()?.doctor.ok_or_else(Refusal::not_found)?;
        let tenant = ctx.tenant().await?;
        let schedule = Schedule { doctor_id, hours: hours.clone() };
        let entry = Update::new().set("hours", &hours).when(Condition::item_exists());
        let transaction = Transaction::new()
            .put(&tenant, "schedule", &schedule_key(doctor_id), &schedule, Condition::default())
            .update(&ctx.store(), "entry", &doctor_key(doctor_id), entry);
        match ctx.commit(transaction, Reply::ok(hours)).await {
            Err(failure) if failure.failed("entry") => Err(Refusal::not_found().into()),
            result => result,
        }
    }
}
