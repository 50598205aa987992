//! Every consultation of a patient, from every practice, newest first.

use crate::view::ConsultationView;
use futures::future::try_join_all;
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, Operation, PageQuery, Reply};
use medilink_kernel::{ConsultationId, Role, TenantId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Spec};
use medilink_records::{Consultation, RecordKind, RecordRef, consultation_key, patient_partition};
use medilink_store::{Key, Query, StoreError};
use std::collections::{BTreeMap, HashMap};

/// `GET /v1/examinations`.
pub struct ListExaminations;

impl Operation for ListExaminations {
    const SPEC: Spec = Spec::http(
        "consultations.list_examinations",
        Method::Get,
        "/v1/examinations",
        "The own examinations, newest first",
    )
    .access(Access::Roles(&[Role::Patient]))
    .audited(Part::Consultations, Purpose::Treatment)
    .grants(&[Grant::platform("P#", &[Action::Query]), Grant::referenced("CON#", &[Action::GetItem])]);
    type Path = NoPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Output = List<ConsultationView>;

    async fn run(
        ctx: &Ctx,
        Input { query, .. }: Input<NoPath, PageQuery, NoBody>,
    ) -> Result<Reply<List<ConsultationView>>, Failure> {
        let patient = ctx.caller()?.user;
        let lines = Query::partition(patient_partition(patient)).begins(RecordKind::Consultation.prefix());
        let lines = lines.newest_first().limit(query.limit.get()).after(ctx.position(query.cursor.as_ref())?);
        let page = ctx.store().query::<RecordRef>(lines).await?;
        let mut found = fetch(ctx, &page.items).await?;
        // A line whose record is no more takes nothing else from the page.
        let items = page.items.iter().filter_map(|line| found.remove(&line.id)).map(ConsultationView::from).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}

/// The records, by bare id: one batch for each practice, all at once.
async fn fetch(ctx: &Ctx, lines: &[RecordRef]) -> Result<HashMap<String, Consultation>, Failure> {
    let mut keys: BTreeMap<TenantId, Vec<Key>> = BTreeMap::new();
    for line in lines {
        keys.entry(line.tenant_id).or_default().extend(ConsultationId::from_bare(&line.id).map(consultation_key));
    }
    let groups =
        try_join_all(keys.into_iter().map(async |(tenant, keys)| match ctx.session.referenced_tenant(tenant).await {
            Ok(tenant) => tenant.get_many::<Consultation>(&keys).await,
            Err(StoreError::TenantNotActive) => Ok(Vec::new()),
            Err(error) => Err(error),
        }))
        .await?;
    Ok(groups.into_iter().flatten().map(|(_, found)| (found.consultation_id.bare(), found)).collect())
}
