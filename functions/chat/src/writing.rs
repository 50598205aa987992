//! Writes a message at the next free number of its conversation, once.

use crate::{
    ends::{self, End},
    ids,
    images::{self, ImageView},
    records::{
        ClientId, ConversationRecord, MessageRecord, SentRecord, Words, conversation_key, entry_key, image_key,
        list_position, message_key, sent_key,
    },
    told,
};
use medilink_edge::links::{self, LinkRecord};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{ConversationId, ImageId, Instant, UserId};
use medilink_operation::Refusal;
use medilink_store::{Condition, Key, Query, StoreError, Transaction, Update};

/// How often the next number may turn out to be taken.
const TRIES: u32 = 200;

/// What somebody wants to say.
pub(crate) struct Draft {
    pub from: UserId,
    pub client_id: ClientId,
    pub text: Words,
    pub image: Option<ImageId>,
    pub urgent: bool,
}

/// A message that is written.
pub(crate) struct Written {
    pub message: MessageRecord,
    /// The sockets of the other one, and of the writer, that are still to be told.
    pub links: [Vec<LinkRecord>; 2],
}

/// Writes a draft. The same client's name gives the same message, however often it is tried.
pub(crate) async fn write(ctx: &Ctx, conversation: &ConversationRecord, draft: &Draft) -> Result<Written, Failure> {
    let place = conversation.place(draft.from).ok_or_else(|| Failure::fault("not a member"))?;
    let other = &conversation.members[1 - place];
    let from = draft.from;
    let sent = name(conversation, draft);
    // What comes before the claim: whoever else tries the same message writes it after this one.
    let image = images::to_show(ctx, conversation.conversation_id, draft.image);
    let (end, image) = futures::try_join!(end(ctx, conversation.conversation_id), image)?;
    let (end, written) = match claim(ctx, conversation, draft, end).await? {
        None => (end, None),
        Some(first) => Box::pin(after(ctx, conversation, draft, first.after)).await?,
    };
    let (message, previous) = match written {
        Some(message) if told::knows(ctx, &sent) => return Ok(Written { message, links: Default::default() }),
        // Whoever wrote it may have been cut before anything else.
        Some(message) => (message, None),
        None => {
            // The conversation stands in the lists where its last message put it, or its opening.
            let previous = end.sent_at.unwrap_or(conversation.created_at);
            (Box::pin(append(ctx, conversation, place, draft, image, end)).await?, Some(previous))
        }
    };
    // Whoever opens a socket asks for what it has missed: only sockets that are looked up after the message is written
    // leave nobody out.
    let raised = Box::pin(raise(ctx, conversation, &message, previous));
    let (theirs, own, ()) = futures::try_join!(links::of(ctx, other.user_id), links::of(ctx, from), raised)?;
    Ok(Written { message, links: [theirs, own] })
}

/// What a draft is known by: the conversation, the writer, the client's name.
pub(crate) fn name(conversation: &ConversationRecord, draft: &Draft) -> Key {
    sent_key(conversation.conversation_id, draft.from, &draft.client_id)
}

/// Notes that this message is under way; gives the earlier note where there is one.
async fn claim(
    ctx: &Ctx,
    conversation: &ConversationRecord,
    draft: &Draft,
    end: End,
) -> Result<Option<SentRecord>, Failure> {
    let key = name(conversation, draft);
    let record = SentRecord { after: end.number };
    match Box::pin(ctx.store().put("sent", &key, &record, Condition::new_item())).await {
        Ok(()) => Ok(None),
        Err(error) => match error.found("sent") {
            Some(item) => Ok(Some(medilink_store::read(item.clone())?)),
            None => Err(error.into()),
        },
    }
}

/// The last message of a conversation.
pub(crate) async fn last(ctx: &Ctx, conversation: ConversationId) -> Result<Option<MessageRecord>, Failure> {
    let query = Query::partition(conversation_key(conversation).pk).begins("M#").newest_first().limit(1);
    Ok(Box::pin(ctx.store().query(query)).await?.items.pop())
}

/// Where a conversation ends, or did a moment ago.
async fn end(ctx: &Ctx, conversation: ConversationId) -> Result<End, Failure> {
    match ends::remembered(ctx, conversation) {
        Some(end) => Ok(end),
        None => Ok(last(ctx, conversation).await?.as_ref().map(End::from).unwrap_or_default()),
    }
}

/// What follows a number: the end, and the message that an earlier try has written; none where it was cut before.
async fn after(
    ctx: &Ctx,
    conversation: &ConversationRecord,
    draft: &Draft,
    number: u64,
) -> Result<(End, Option<MessageRecord>), Failure> {
    let id = conversation.conversation_id;
    // From the message before, which is there: the end may not have come any further.
    let (low, high) = (message_key(id, number), message_key(id, u64::MAX));
    let (mut end, mut next) = (End::default(), None);
    loop {
        let query = Query::partition(&low.pk).between(&low.sk, &high.sk).limit(100).after(next);
        let page = ctx.store().query::<MessageRecord>(query).await?;
        for message in page.items {
            if is_same(&message, draft) {
                return Ok((end, Some(message)));
            }
            end = End::from(&message);
        }
        next = page.next;
        if next.is_none() {
            return Ok((end, None));
        }
    }
}

fn is_same(message: &MessageRecord, draft: &Draft) -> bool {
    message.from == draft.from && message.client_id == draft.client_id
}

async fn append(
    ctx: &Ctx,
    conversation: &ConversationRecord,
    place: usize,
    draft: &Draft,
    image: Option<ImageView>,
    mut end: End,
) -> Result<MessageRecord, Failure> {
    let id = conversation.conversation_id;
    for _ in 0..TRIES {
        let message = MessageRecord { image: image.clone(), ..next(ctx, conversation, place, draft, end) };
        let taken = match put(ctx, &message_key(id, message.number), &message).await {
            Ok(()) => {
                ends::remember(ctx, id, End::from(&message));
                return Ok(message);
            }
            Err(error) if error.failed("image") => return Err(Refusal::not_found().into()),
            Err(error) if error.found("message").is_some() => message.number,
            Err(error) => return Err(error.into()),
        };
        // Somebody else was faster, or a twin of this very request.
        let (further, twin) = Box::pin(after(ctx, conversation, draft, taken)).await?;
        if let Some(twin) = twin {
            return Ok(twin);
        }
        end = further;
    }
    Err(StoreError::Busy("too many write at once".into()).into())
}

/// Writes a message where there is none yet. An image that it shows stays from then on: the two are one write, so that
/// no message shows what has gone, and nothing stays that no message shows.
async fn put(ctx: &Ctx, key: &Key, message: &MessageRecord) -> Result<(), StoreError> {
    let (store, new) = (ctx.store(), Condition::new_item());
    let Some(image) = &message.image else { return store.put("message", key, message, new).await };
    let stays = Update::new().remove("ttl").when(Condition::item_exists());
    let transaction = Transaction::new().put(&store, "message", key, message, new).update(
        &store,
        "image",
        &image_key(image.image_id),
        stays,
    );
    ctx.session.transact(transaction).await
}

fn next(ctx: &Ctx, conversation: &ConversationRecord, place: usize, draft: &Draft, end: End) -> MessageRecord {
    let number = end.number + 1;
    let mut written = end.written;
    written[place] += 1;
    // Time goes forward within a conversation, whatever the clocks of two machines say.
    let sent_at = end.sent_at.map_or(ctx.now, |before| before.timestamp().max(ctx.now));
    MessageRecord {
        message_id: ids::message(conversation.conversation_id, number),
        number,
        from: draft.from,
        client_id: draft.client_id.clone(),
        text: draft.text.clone(),
        image: None,
        urgent: draft.urgent,
        sent_at: Instant::new(sent_at),
        written,
    }
}

/// Moves the conversation up in both lists, where it does not stand there yet.
async fn raise(
    ctx: &Ctx,
    conversation: &ConversationRecord,
    message: &MessageRecord,
    previous: Option<Instant>,
) -> Result<(), Failure> {
    let id = conversation.conversation_id;
    let position = list_position(message.sent_at.timestamp(), id);
    if previous.is_some_and(|previous| list_position(previous.timestamp(), id) == position) {
        return Ok(());
    }
    let [one, other] = &conversation.members;
    let up = |user, with| {
        let lower = Condition::item_exists().compare("gsi1sk", "<", &position);
        let (store, key) = (ctx.store(), entry_key(user, id, with));
        let update = Update::new().set("gsi1sk", &position).when(lower);
        async move {
            match store.update("entry", &key, update).await {
                Err(error) if !error.failed("entry") => Err(error),
                _ => Ok(()),
            }
        }
    };
    futures::try_join!(up(one.user_id, other.user_id), up(other.user_id, one.user_id))?;
    Ok(())
}
