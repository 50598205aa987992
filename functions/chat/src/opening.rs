//! Opens a conversation, where something on record lets its people talk.

use crate::{
    conversation,
    grounds::{self, Person},
    ids,
    records::{ConversationRecord, EntryRecord, conversation_key, entry_key, list_partition, list_position},
};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{Instant, PrescriptionId, Role, UserId};
use medilink_operation::{Refusal, codes};
use medilink_store::{Condition, Transaction};
use std::sync::Arc;

/// The conversation with somebody: the one that is there, or a new one.
pub(crate) async fn with(
    ctx: &Ctx,
    other: UserId,
    about: Option<PrescriptionId>,
) -> Result<Arc<ConversationRecord>, Failure> {
    let caller = ctx.caller()?;
    if other == caller.user {
        return Err(not_allowed().into());
    }
    // Only a doctor and a pharmacist talk about one prescription; for others it is no more than the reason to begin.
    let about_one = matches!(caller.role, Role::Doctor | Role::Pharmacist).then_some(about).flatten();
    let likely = ids::conversation(caller.user, other, about_one);
    if let Some(record) = conversation::find(ctx, likely).await? {
        return Ok(record);
    }
    let (me, you) = futures::try_join!(Person::caller(ctx), Person::find(ctx, other))?;
    let you = you.ok_or_else(not_allowed)?;
    let ground = grounds::find(ctx, &me, &you, about).await?.ok_or_else(not_allowed)?;
    let id = ids::conversation(me.user, you.user, ground.about);
    if id != likely
        && let Some(record) = conversation::find(ctx, id).await?
    {
        return Ok(record);
    }
    let record = ConversationRecord {
        conversation_id: id,
        members: [me.member(), you.member()],
        prescription_id: ground.about,
        created_at: Instant::new(ctx.now),
    };
    if open(ctx, &record).await? {
        return Ok(conversation::remember(ctx, record));
    }
    // The other one was faster, and its people stand there in another order.
    let stored = conversation::find(ctx, id).await?;
    stored.ok_or_else(|| Failure::fault("a conversation that was just opened is not there"))
}

/// Writes it and both entries; `false` where it is there already.
async fn open(ctx: &Ctx, record: &ConversationRecord) -> Result<bool, Failure> {
    let (store, [me, you]) = (ctx.store(), &record.members);
    let mut transaction = Transaction::new().put(
        &store,
        "conversation",
        &conversation_key(record.conversation_id),
        record,
        Condition::new_item(),
    );
    for (user, place) in [(me.user_id, 1), (you.user_id, 0)] {
        let key = entry_key(user, record.conversation_id, record.members[place].user_id);
        transaction = transaction.put(&store, "entry", &key, &entry(ctx, record, user, place), Condition::new_item());
    }
    match ctx.session.transact(transaction).await {
        Ok(()) => Ok(true),
        Err(error) if error.failed("conversation") => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn entry(ctx: &Ctx, record: &ConversationRecord, user: UserId, with_place: usize) -> EntryRecord {
    EntryRecord {
        conversation_id: record.conversation_id,
        with: record.members[with_place].clone(),
        with_place,
        prescription_id: record.prescription_id,
        received: 0,
        read: 0,
        read_of_other: 0,
        gsi1pk: list_partition(user),
        gsi1sk: list_position(ctx.now, record.conversation_id),
    }
}

/// The one answer to whoever may not write, also where there is nobody to write to.
pub(crate) fn not_allowed() -> Refusal {
    Refusal::new(codes::NOT_ALLOWED, "Nothing on record lets you write to this person.")
}
