//! The patients whom a doctor has examined.

use crate::patient_view::PatientView;
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, Operation, PageQuery, Reply};
use medilink_kernel::{Role, UserId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use medilink_records::{Account, Examined, account_key, examined_partition};
use medilink_store::{Key, Query};
use std::collections::HashMap;

/// `GET /v1/patients`.
pub struct ListPatients;

impl Operation for ListPatients {
    const SPEC: Spec =
        Spec::http("consultations.list_patients", Method::Get, "/v1/patients", "The patients examined by the caller")
            .access(Access::Roles(&[Role::Doctor]))
            .audited(Part::Profile, Purpose::Treatment)
            .grants(&[Grant::own("PAT#", &[Action::Query]), Grant::platform("USER#", &[Action::GetItem])])
            .refusals(&[codes::NOT_FOUND]);
    type Path = NoPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Output = List<PatientView>;

    async fn run(
        ctx: &Ctx,
        Input { query, .. }: Input<NoPath, PageQuery, NoBody>,
    ) -> Result<Reply<List<PatientView>>, Failure> {
        let doctor = ctx.caller()?.doctor.ok_or_else(Refusal::not_found)?;
        let examined = Query::partition(examined_partition(doctor)).limit(query.limit.get());
        let examined = examined.after(ctx.position(query.cursor.as_ref())?);
        let page = ctx.tenant().await?.query::<Examined>(examined).await?;
        let keys: Vec<Key> = page.items.iter().map(|examined| account_key(examined.patient_id)).collect();
        let accounts = ctx.store().get_many::<Account>(&keys).await?;
        let mut accounts: HashMap<UserId, Account> = accounts.into_iter().map(|(_, a)| (a.user_id, a)).collect();
        let view = |it: &Examined| Some(PatientView::new(it, accounts.remove(&it.patient_id)?));
        let items: Vec<PatientView> = page.items.iter().filter_map(view).collect();
        items.iter().for_each(|patient| ctx.on_record_of(patient.patient_id));
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}
