//! Tells people of messages that came while they were away, and of urgent ones in any case.

use crate::{
    budget::{self, Limit},
    kind::Kind,
    notice::{About, Facts, Ground, Notice, Who},
    raise::{self, raise},
};
use jiff::{SignedDuration, Timestamp};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord, links};
use medilink_kernel::{ConversationId, Instant, Role, UserId};
use medilink_operation::{Action, Grant, Spec};
use medilink_records::{
    ConversationRecord, MESSAGE, Member, MessageTrace, Progress, conversation_key, inbox_key, message_key,
    read_conversation_partition,
};

/// Follows conversations.
pub struct RaiseFromMessages;

/// As much of what one writes to another is urgent; what is beyond waits like any other message.
const URGENT: [Limit; 2] = [(SignedDuration::from_hours(1), 3), (SignedDuration::from_hours(24), 10)];

/// For how long a message that nobody has read is worth a mail.
const MATTERS: SignedDuration = SignedDuration::from_hours(48);

impl StreamOperation for RaiseFromMessages {
    const SPEC: Spec = Spec::stream(
        "notifications.raise_from_messages",
        "CNV#",
        "Tells people of messages that came while they were away",
    )
    .grants(&[
        Grant::platform("CNV#", &[Action::GetItem]),
        Grant::platform("INBOX#", &[Action::GetItem]),
        Grant::platform("LINK#", &[Action::Query]),
        raise::LIST,
        raise::WISHES,
        raise::ARRIVE,
        raise::DUE,
        budget::BUDGET,
    ]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let id = read_conversation_partition(&record.pk).filter(|_| record.sk.starts_with(MESSAGE));
        let (Some(id), Some(new), None) = (id, record.new, record.old) else { return Ok(()) };
        let message: MessageTrace = serde_json::from_value(new).map_err(Failure::fault)?;
        let conversation = ctx.store().get::<ConversationRecord>(&conversation_key(id)).await?;
        let Some(conversation) = conversation else { return Ok(()) };
        let members = conversation.place(message.from).zip(conversation.other(message.from));
        let Some((place, reader)) = members else { return Ok(()) };
        let from = &conversation.members[place];
        // An open client has it; see `raise_from_sockets` for one that only seemed to be open.
        let away = links::of(ctx, reader.user_id).await?.is_empty();
        if !away && !message.urgent {
            return Ok(());
        }
        let progress = progress(ctx, id, reader.user_id, message.from).await?;
        if message.number <= progress.read {
            return Ok(());
        }
        let urgent = message.urgent && is_within(ctx, from, reader, &message).await?;
        match () {
            () if urgent => {
                let cause = message.message_id.to_string();
                raise(ctx, notice(id, reader, from, &message, Kind::MessageUrgent, cause, message.sent_at)).await
            }
            () if away => waiting(ctx, id, reader, from, &message, progress).await,
            () => Ok(()),
        }
    }
}

/// Whether a writer has not called a reader too often: it goes by every channel and through quiet hours, and costs.
pub(crate) async fn is_within(
    ctx: &Ctx,
    from: &Member,
    reader: &Member,
    message: &MessageTrace,
) -> Result<bool, Failure> {
    let pair = format!("U#{}#{}", reader.user_id.bare(), from.user_id.bare());
    budget::admits(ctx, &pair, &message.message_id.bare(), message.sent_at.timestamp(), &URGENT).await
}

/// Tells a reader who is away that somebody wrote: however much was written since they last heard of it, once in two days.
pub(crate) async fn waiting(
    ctx: &Ctx,
    id: ConversationId,
    reader: &Member,
    from: &Member,
    message: &MessageTrace,
    progress: Progress,
) -> Result<(), Failure> {
    // What has arrived was shown, read or not.
    let seen = progress.read.max(progress.received);
    if message.number <= seen {
        return Ok(());
    }
    let first = first(ctx, id, message, seen + 1).await?;
    let (cause, at) = occasion(&first, message.sent_at);
    raise(ctx, notice(id, reader, from, message, Kind::MessageWaiting, cause, at)).await
}

/// What a notice of waiting messages has for its cause, and when that was: the first that waits, and every two days anew.
fn occasion(first: &MessageTrace, now: Instant) -> (String, Instant) {
    let (since, length) = (first.sent_at.timestamp(), MATTERS.as_secs());
    let nth = now.timestamp().duration_since(since).as_secs().max(0) / length;
    let at = since.saturating_add(SignedDuration::from_secs(nth * length)).unwrap_or(since);
    let cause = if nth == 0 { first.message_id.to_string() } else { format!("{} {nth}", first.message_id) };
    (cause, at.into())
}

fn notice(
    id: ConversationId,
    reader: &Member,
    from: &Member,
    message: &MessageTrace,
    kind: Kind,
    cause: String,
    at: Instant,
) -> Notice {
    Notice {
        to: reader.user_id,
        kind,
        cause,
        at: at.timestamp(),
        until: message.sent_at.timestamp().saturating_add(MATTERS).unwrap_or(Timestamp::MAX),
        about: About::Conversation(id),
        facts: Facts { who: Some(named(from)), ..Facts::default() },
        ground: Some(Ground::Message { conversation: id, from: from.user_id, number: message.number }),
    }
}

/// How far a reader has come.
pub(crate) async fn progress(
    ctx: &Ctx,
    id: ConversationId,
    reader: UserId,
    other: UserId,
) -> Result<Progress, Failure> {
    Ok(ctx.store().get::<Progress>(&inbox_key(reader, id, other)).await?.unwrap_or_default())
}

/// The first message that has not come to the reader.
async fn first(ctx: &Ctx, id: ConversationId, message: &MessageTrace, number: u64) -> Result<MessageTrace, Failure> {
    if number == message.number {
        return Ok(message.clone());
    }
    let first = ctx.store().get::<MessageTrace>(&message_key(id, number)).await?;
    first.ok_or_else(|| Failure::fault("a conversation has a gap"))
}

fn named(member: &Member) -> Who {
    let name = format!("{} {}", member.first_name, member.last_name);
    if member.role == Role::Doctor { Who::Doctor(name) } else { Who::Other(name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_kernel::MessageId;

    #[test]
    fn messages_that_wait_are_told_of_every_two_days() {
        let at = |hours: i64| Instant::new(Timestamp::from_second(1_800_000_000 + hours * 3600).unwrap());
        let first = MessageTrace {
            message_id: MessageId::from_u128(7),
            number: 3,
            from: UserId::from_u128(1),
            urgent: false,
            sent_at: at(0),
        };
        let told = |hours| occasion(&first, at(hours));
        assert!(told(0) == told(47) && told(48) == told(95) && told(0).0 != told(48).0 && told(48).0 != told(96).0);
        assert_eq!((told(47).1, told(48).1, told(-5)), (at(0), at(48), told(0)));
    }
}
