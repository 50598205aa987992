//! Lists prescriptions, newest first: a patient's from every practice, or those of the caller's practice.

use crate::content::Content;
use crate::prescription::State;
use crate::records::{PRACTICE_LIST, content_key, state_key};
use crate::views::PrescriptionView;
use futures::future::try_join_all;
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, Operation, PageQuery, Reply};
use medilink_kernel::{Instant, PrescriptionId, Role, TenantId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Spec};
use medilink_records::{RecordKind, RecordRef, patient_partition};
use medilink_store::{Key, Query, TenantStore};
use std::collections::HashMap;

/// `prescriptions.list`
pub struct ListPrescriptions;

type Found = HashMap<PrescriptionId, (Content, State)>;

impl Operation for ListPrescriptions {
    const SPEC: Spec = Spec::http(
        "prescriptions.list",
        Method::Get,
        "/v1/prescriptions",
        "The caller's prescriptions, or those of the caller's practice, newest first",
    )
    .access(Access::Roles(&[Role::Patient, Role::Doctor, Role::Nurse]))
    .audited(Part::Prescriptions, Purpose::Treatment)
    .grants(&[
        Grant::platform("P#", &[Action::Query]),
        Grant::referenced("RX#", &[Action::GetItem]),
        Grant::own("RX", &[Action::QueryIndex]),
        Grant::own("RX#", &[Action::GetItem]),
    ]);
    type Path = NoPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Output = List<PrescriptionView>;

    async fn run(ctx: &Ctx, input: Input<NoPath, PageQuery, NoBody>) -> Result<Reply<Self::Output>, Failure> {
        let after = ctx.position(input.query.cursor.as_ref())?;
        let limit = input.query.limit.get();
        let page = |query: Query| query.newest_first().limit(limit).after(after);
        let caller = ctx.caller()?;
        let (ids, mut found, next) = if caller.role == Role::Patient {
            let query = Query::partition(patient_partition(caller.user)).begins(RecordKind::Prescription.prefix());
            let lines = ctx.store().query::<RecordRef>(page(query)).await?;
            let ids: Vec<_> = lines.items.iter().filter_map(referenced).collect();
            let mut by_practice = HashMap::<TenantId, Vec<PrescriptionId>>::new();
            for (tenant, id) in &ids {
                by_practice.entry(*tenant).or_default().push(*id);
            }
            let reads = by_practice
                .into_iter()
                .map(async |(tenant, ids)| read(&ctx.session.referenced_tenant(tenant).await?, &ids).await);
            let found: Found = try_join_all(reads).await?.into_iter().flatten().collect();
            (ids.into_iter().map(|(_, id)| id).collect(), found, lines.next)
        } else {
            let own = ctx.tenant().await?;
            let keys = own.query_keys(page(Query::index(PRACTICE_LIST))).await?;
            let ids: Vec<_> = keys.items.iter().filter_map(prescription).collect();
            let found = read(&own, &ids).await?;
            (ids, found, keys.next)
        };
        let now = Instant::new(ctx.now);
        found.values().for_each(|(content, _)| ctx.on_record_of(content.patient.patient_id));
        let view = |id| found.remove(&id).map(|(content, state)| PrescriptionView::new(&content, &state, now));
        let items = ids.into_iter().filter_map(view).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(next.as_ref()) }))
    }
}

fn referenced(line: &RecordRef) -> Option<(TenantId, PrescriptionId)> {
    PrescriptionId::from_bare(&line.id).ok().map(|id| (line.tenant_id, id))
}

fn prescription(key: &Key) -> Option<PrescriptionId> {
    PrescriptionId::from_bare(key.pk.strip_prefix("RX#")?).ok()
}

async fn read(practice: &TenantStore, ids: &[PrescriptionId]) -> Result<Found, Failure> {
    let contents: Vec<_> = ids.iter().map(|id| content_key(*id)).collect();
    let states: Vec<_> = ids.iter().map(|id| state_key(*id)).collect();
    let (contents, states) =
        futures::try_join!(practice.get_many::<Content>(&contents), practice.get_many::<State>(&states))?;
    let mut states: HashMap<_, _> = states.into_iter().map(|(_, state)| (state.prescription_id, state)).collect();
    let both = |(_, content): (Key, Content)| {
        let id = content.prescription_id;
        Some((id, (content, states.remove(&id)?)))
    };
    Ok(contents.into_iter().filter_map(both).collect())
}
