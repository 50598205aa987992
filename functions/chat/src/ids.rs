//! Ids that follow from what they name: a conversation from its people, a message from its place.

use medilink_kernel::{ConversationId, MessageId, PrescriptionId, UserId};
use sha2::{Digest, Sha256};

fn hash(parts: &[u128]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.to_be_bytes());
    }
    hash.finalize().into()
}

/// The conversation of two people, about one prescription where it hangs on one.
pub(crate) fn conversation(one: UserId, other: UserId, about: Option<PrescriptionId>) -> ConversationId {
    let (low, high) = if one < other { (one, other) } else { (other, one) };
    let parts = [low.as_u128(), high.as_u128(), about.map_or(0, PrescriptionId::as_u128)];
    let mut value = [0; 16];
    value.copy_from_slice(&hash(&parts)[..16]);
    ConversationId::from_u128(u128::from_be_bytes(value))
}

/// The message with this number; ids of one conversation sort by number.
pub(crate) fn message(conversation: ConversationId, number: u64) -> MessageId {
    let mut check = [0; 8];
    check.copy_from_slice(&hash(&[conversation.as_u128(), u128::from(number)])[..8]);
    MessageId::from_u128((u128::from(number) << 64) | u128::from(u64::from_be_bytes(check)))
}

/// The number of a message of this conversation; `None` where the id is none of its.
pub(crate) fn number(conversation: ConversationId, id: MessageId) -> Option<u64> {
    let number = u64::try_from(id.as_u128() >> 64).ok()?;
    (message(conversation, number) == id).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_conversation_is_the_same_from_both_sides(one: u128, other: u128, about: u128) {
            let (one, other) = (UserId::from_u128(one), UserId::from_u128(other));
            let about = PrescriptionId::from_u128(about | 1);
            prop_assert_eq!(conversation(one, other, None), conversation(other, one, None));
            prop_assert_ne!(conversation(one, other, None), conversation(one, other, Some(about)));
        }

        #[test]
        fn a_message_tells_its_number_to_its_own_conversation_alone(a: u128, b: u128, n: u64, m: u64) {
            let (a, b) = (ConversationId::from_u128(a), ConversationId::from_u128(b));
            prop_assert_eq!(number(a, message(a, n)), Some(n));
            prop_assert_eq!(number(b, message(a, n)), (a == b).then_some(n));
            prop_assert_eq!(n < m, message(a, n) < message(a, m));
        }
    }
}
