use crate::Entropy;
use jiff::Timestamp;
use std::fmt;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The 26 characters of a ULID: 48 bits of milliseconds, 80 bits of randomness, Crockford's base 32.
fn encode(value: u128) -> [u8; 26] {
    let mut text = [0; 26];
    for (i, c) in text.iter_mut().enumerate() {
        *c = ALPHABET[((value >> (125 - 5 * i)) & 31) as usize];
    }
    text
}

/// Reads 26 canonical characters; anything else (lower case, `O` for `0`, a first digit above 7) is no id.
fn decode(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    if bytes.len() != 26 || bytes[0] > b'7' {
        return None;
    }
    bytes.iter().try_fold(0u128, |value, byte| {
        let digit = ALPHABET.iter().position(|c| c == byte)?;
        Some((value << 5) | digit as u128)
    })
}

fn fresh(now: Timestamp, entropy: &dyn Entropy) -> u128 {
    let random = u128::from_be_bytes(entropy.bytes::<16>()) & ((1 << 80) - 1);
    let millis = u128::try_from(now.as_millisecond()).unwrap_or(0) & ((1 << 48) - 1);
    (millis << 80) | random
}

/// What is wrong with a text that should have been an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("invalid_id: not an id of this kind")]
pub struct InvalidId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// What every id of this kind begins with.
            pub const PREFIX: &'static str = concat!($prefix, "_");

            /// A new id, ordered by `now` and unguessable within the millisecond.
            pub fn new(now: Timestamp, entropy: &dyn Entropy) -> Self {
                Self(fresh(now, entropy))
            }

            /// The id with this value, as a signed or hashed message carries it.
            pub const fn from_u128(value: u128) -> Self {
                Self(value)
            }

            /// The value of the id without its prefix.
            pub const fn as_u128(self) -> u128 {
                self.0
            }

            /// The 26 characters without the prefix: what keys are made of.
            pub fn bare(self) -> String {
                encode(self.0).iter().map(|&b| char::from(b)).collect()
            }

            /// The id whose 26 characters these are.
            pub fn from_bare(text: &str) -> Result<Self, InvalidId> {
                decode(text).map(Self).ok_or(InvalidId)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(Self::PREFIX)?;
                f.write_str(std::str::from_utf8(&encode(self.0)).map_err(|_| fmt::Error)?)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.strip_prefix(Self::PREFIX).ok_or(InvalidId).and_then(Self::from_bare)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "pattern": concat!("^", $prefix, "_[0-7][0-9A-HJKMNP-TV-Z]{25}$"),
                    "examples": [concat!($prefix, "_01JZ0000000000000000000000")],
                })
            }
        }
    )*};
}

ids! {
    /// A person who can sign in.
    UserId = "usr";
    /// A practice, pharmacy, laboratory or hospital.
    TenantId = "ten";
    /// A doctor as the directory shows them.
    DoctorId = "doc";
    /// An application to join as a tenant.
    RegistrationId = "reg";
    /// A document under way or stored.
    UploadId = "upl";
    /// A visit in the calendar.
    AppointmentId = "apt";
    /// What a doctor wrote down of a visit.
    ConsultationId = "con";
    /// A prescription.
    PrescriptionId = "rx";
    /// One line of a prescription.
    ItemId = "itm";
    /// A family of refresh tokens: one sign-in on one device.
    SessionId = "ses";
    /// What two people write to each other.
    ConversationId = "cnv";
    /// One message of a conversation.
    MessageId = "msg";
    /// Something that a person is told.
    NotificationId = "ntf";
    /// A browser that takes messages in the background.
    SubscriptionId = "sub";
    /// A picture that somebody shows in a conversation.
    ImageId = "img";
    /// One entry of the audit trail: somebody touched a record.
    AccessId = "acc";
    /// What a patient lets a practice read: it has the practice's value, for a practice has one of a patient.
    GrantId = "grt";
    /// One state of a catalogue.
    EditionId = "edn";
    /// A file on its way to be an edition of a catalogue.
    ImportId = "imp";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededEntropy;
    use proptest::prelude::*;

    #[test]
    fn an_id_reads_back_and_sorts_by_time() {
        let entropy = SeededEntropy::new(1);
        let early = UserId::new(Timestamp::from_millisecond(1_000).unwrap(), &entropy);
        let late = UserId::new(Timestamp::from_millisecond(2_000).unwrap(), &entropy);
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(early.to_string().parse(), Ok(early));
        assert_eq!(early.to_string().parse::<TenantId>(), Err(InvalidId));
    }

    proptest! {
        #[test]
        fn every_value_reads_back(value: u128) {
            prop_assert_eq!(UserId(value).to_string().parse(), Ok(UserId(value)));
        }

        #[test]
        fn only_canonical_texts_are_ids(text in "usr_.{0,30}") {
            if let Ok(id) = text.parse::<UserId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
