//! Writes down for patients who opened their record, each entry once.

use crate::unusual;
use futures::future::try_join_all;
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::{TenantId, UserId};
use medilink_operation::{Action, Grant, Purpose, Spec};
use medilink_records::{AccessEntry, AccessItem, Account, OpenedLine, TenantRecord, account_key, opened_key};
use medilink_store::{Condition, tenant_key};

/// Follows what people touch.
pub struct OpenLines;

const LINE: &str = "line";

impl StreamOperation for OpenLines {
    const SPEC: Spec = Spec::stream("audit.open_lines", "ACCESS#", "Writes down for patients who opened their record")
        .grants(&[
            Grant::platform("OPENED#", &[Action::PutItem, Action::Query]),
            Grant::platform("USER#", &[Action::GetItem]),
            Grant::platform("TENANT#", &[Action::GetItem]),
            Grant::platform("ACCESS#", &[Action::Query]),
            Grant::platform("P#", &[Action::Query]),
        ])
        .timeout(30);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        // An entry changes once more, when it gets its place in its chain: that is no news.
        let (Some(new), None) = (record.new, record.old) else { return Ok(()) };
        let entry = serde_json::from_value::<AccessItem>(new).map_err(Failure::fault)?.entry;
        if entry.patients.is_empty() {
            return Ok(());
        }
        let own = entry.purpose == Purpose::Own;
        let (name, practice, many) = futures::try_join!(
            name(ctx, (!own).then_some(entry.user)),
            practice(ctx, entry.tenant),
            unusual::many(ctx, &entry),
        )?;
        let lines = entry.patients.iter().map(async |patient| {
            let unusual = unusual::marks(ctx, &entry, *patient, many).await?;
            let told = !unusual.is_empty() && unusual::is_news(ctx, &entry, *patient).await?;
            let mine = AccessEntry { patients: vec![*patient], ..entry.clone() };
            let line = OpenedLine { entry: mine, name: name.clone(), practice: practice.clone(), unusual, told };
            match ctx.store().put(LINE, &opened_key(*patient, entry.id), &line, Condition::new_item()).await {
                Err(error) if !error.failed(LINE) => Err(Failure::from(error)),
                _ => Ok(()),
            }
        });
        try_join_all(lines).await?;
        Ok(())
    }
}

/// Somebody's name; nobody needs their own.
async fn name(ctx: &Ctx, user: Option<UserId>) -> Result<Option<String>, Failure> {
    let Some(user) = user else { return Ok(None) };
    let account = ctx.store().get::<Account>(&account_key(user)).await?;
    Ok(account.map(|account| format!("{} {}", account.first_name, account.last_name)))
}

async fn practice(ctx: &Ctx, tenant: Option<TenantId>) -> Result<Option<String>, Failure> {
    let Some(tenant) = tenant else { return Ok(None) };
    let record = ctx.store().get::<TenantRecord>(&tenant_key(tenant)).await?;
    Ok(record.map(|record| record.name.into_string()))
}
