use medilink_kernel::{Instant, TenantId, UserId};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// Kinds of records in a patient's index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A consultation.
    Consultation,
    /// A prescription.
    Prescription,
    /// What a pharmacy handed out: it comes a moment after.
    Dispensing,
}

/// One line of a patient's medical-record index: what there is, when, and in whose keyspace. It is written with the
/// record itself, belongs to the platform, and is what lets a patient read across practices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordRef {
    /// The practice that owns the record.
    pub tenant_id: TenantId,
    /// The record's id, without its prefix.
    pub id: String,
    /// When it was written.
    pub at: Instant,
}

/// The partition of everything that the platform keeps of one patient.
pub fn patient_partition(patient: UserId) -> String {
    format!("P#{}#", patient.bare())
}

impl RecordKind {
    /// What the sort keys of this kind begin with.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Consultation => "REC#CON#",
            Self::Prescription => "REC#RX#",
            Self::Dispensing => "REC#DSP#",
        }
    }

    /// Where the line of a record lives: by kind, then by time.
    pub fn key(self, patient: UserId, at: Instant, id: &str) -> Key {
        Key::new(patient_partition(patient), format!("{}{:020}#{id}", self.prefix(), at.seconds().max(0)))
    }
}

impl RecordRef {
    /// Where the line lives.
    pub fn key(&self, kind: RecordKind, patient: UserId) -> Key {
        kind.key(patient, self.at, &self.id)
    }
}
