//! Signs and publishes where every chain has come to, once a day: from then on what came before cannot be written anew.

use crate::heads;
use crate::records::{CHAINS, HeadRecord, signed_key};
use futures::future::try_join_all;
use medilink_edge::{Ctx, Failure, ScheduledOperation};
use medilink_kernel::CalendarDate;
use medilink_operation::{Action, Grant, Spec};
use medilink_store::{Condition, Query};

/// Runs daily.
pub struct SignHeads;

const SIGNED: &str = "signed";
/// Chains signed at a time.
const PAGE: usize = 100;

impl ScheduledOperation for SignHeads {
    const SPEC: Spec = Spec::every("audit.sign_heads", 86_400, "Signs and publishes where every chain has come to")
        .grants(&[
            Grant::platform(CHAINS, &[Action::QueryIndex]),
            Grant::platform("CHAIN#", &[Action::GetItem]),
            Grant::platform("HEADS#", &[Action::PutItem]),
        ])
        .timeout(300);

    async fn run(ctx: &Ctx) -> Result<(), Failure> {
        let (store, mut after) = (ctx.store(), None);
        let today = CalendarDate::utc(ctx.now);
        loop {
            let page = store.query_keys(Query::index(CHAINS).limit(PAGE).after(after)).await?;
            let found = store.get_many::<HeadRecord>(&page.items).await?;
            let each = found.iter().map(async |(_, head)| {
                let signed = heads::sign(&ctx.platform.secret, head, ctx.now);
                let key = signed_key(today, &head.chain, head.seq);
                match store.put(SIGNED, &key, &signed, Condition::new_item()).await {
                    // Signed today as it stands.
                    Err(error) if !error.failed(SIGNED) => Err(error),
                    _ => Ok(()),
                }
            });
            try_join_all(each).await?;
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }
}
