use jiff::Timestamp;
use medilink_kernel::{AccessId, Role, TenantId, UserId};
use medilink_operation::{Part, Purpose};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// One entry of the audit trail: who touched whose record, how, why, and what came of it. No names, no content.
///
/// With twenty people's ids on it, as a usual page of a list has, it is below the kilobyte that one write unit writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessEntry {
    /// The entry; its id carries the time.
    pub id: AccessId,
    /// Who.
    pub user: UserId,
    /// What they are.
    pub role: Role,
    /// Where they work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<TenantId>,
    /// Who keeps the record: a practice; nobody, where it is the platform, or was not found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<TenantId>,
    /// Whose record: nobody's, where none was found.
    #[serde(default, with = "people", skip_serializing_if = "Vec::is_empty")]
    pub patients: Vec<UserId>,
    /// What was called.
    pub operation: String,
    /// What was touched.
    pub part: Part,
    /// Why.
    pub purpose: Purpose,
    /// The one record that it was about, or that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The code of the refusal; none where it was granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Names the call in logs.
    pub trace: String,
    /// The client's network address.
    pub address: String,
}

impl AccessEntry {
    /// When it was, to the millisecond.
    pub fn at(&self) -> Timestamp {
        // 48 bits of milliseconds are in range.
        let millis = i64::try_from(self.id.as_u128() >> 80).unwrap_or_default();
        Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)
    }
}

/// An entry among those of whoever it is by, as the call itself writes it or a table's stream brings it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessItem {
    /// The entry.
    #[serde(flatten)]
    pub entry: AccessEntry,
    /// Its place in its chain, once it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
}

/// The partition of what somebody has touched.
pub fn access_partition(user: UserId) -> String {
    format!("ACCESS#{}", user.bare())
}

/// Where an entry lies among those of whoever it is by.
pub fn access_key(user: UserId, id: AccessId) -> Key {
    Key::new(access_partition(user), id.bare())
}

/// Ids as one binary value, 16 bytes each.
mod people {
    use medilink_kernel::UserId;
    use serde::{Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(people: &[UserId], serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = people.iter().flat_map(|user| user.as_u128().to_be_bytes()).collect();
        serializer.serialize_bytes(&bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<UserId>, D::Error> {
        let bytes: Vec<u8> = serde_bytes::deserialize(deserializer)?;
        let (ids, rest) = bytes.as_chunks::<16>();
        if !rest.is_empty() {
            return Err(D::Error::custom("ids of 16 bytes are expected"));
        }
        Ok(ids.iter().map(|id| UserId::from_u128(u128::from_be_bytes(*id))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(patients: u128) -> AccessEntry {
        AccessEntry {
            id: AccessId::from_u128(1_800_000_000_123 << 80),
            user: UserId::from_u128(1),
            role: Role::Receptionist,
            tenant: Some(TenantId::from_u128(2)),
            owner: Some(TenantId::from_u128(3)),
            patients: (0..patients).map(UserId::from_u128).collect(),
            operation: "scheduling.list_appointments".into(),
            part: Part::Appointments,
            purpose: Purpose::Treatment,
            record: None,
            refused: None,
            trace: "0".repeat(32),
            address: "2001:db8:1234:5678:1234:5678:1234:5678".into(),
        }
    }

    #[test]
    fn an_entry_reads_back_also_from_a_stream_and_knows_its_time() {
        let item = AccessItem { entry: entry(2), seq: Some(7) };
        // A stream has a list of numbers where the store has bytes.
        let streamed = serde_json::to_value(&item).unwrap();
        assert!(streamed["patients"].is_array());
        assert_eq!(serde_json::from_value::<AccessItem>(streamed).unwrap(), item);
        assert_eq!(item.entry.at().as_millisecond(), 1_800_000_000_123);
        let mut bare = serde_json::to_value(entry(0)).unwrap();
        assert!(bare.get("patients").is_none());
        bare["patients"] = serde_json::json!([1, 2, 3]);
        assert!(serde_json::from_value::<AccessEntry>(bare).is_err());
    }
}
