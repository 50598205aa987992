use crate::{Commune, Diagnosis, Entry, Medicine, Specialty, Wilaya};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a catalogue lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The national nomenclature of medicines.
    Medicines,
    /// ICD-10.
    Diagnoses,
    /// The provinces.
    Wilayas,
    /// The municipalities.
    Communes,
    /// Medical specialties.
    Specialties,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Medicines, Self::Diagnoses, Self::Wilayas, Self::Communes, Self::Specialties];

    /// The name on the wire and in keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Medicines => "medicines",
            Self::Diagnoses => "diagnoses",
            Self::Wilayas => "wilayas",
            Self::Communes => "communes",
            Self::Specialties => "specialties",
        }
    }

    /// The fields of an entry, in the order of its cells; the first is its code.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Medicines => Medicine::COLUMNS,
            Self::Diagnoses => Diagnosis::COLUMNS,
            Self::Wilayas => Wilaya::COLUMNS,
            Self::Communes => Commune::COLUMNS,
            Self::Specialties => Specialty::COLUMNS,
        }
    }

    /// The field that says what an entry is called, as a position in [`Kind::columns`].
    pub fn name_column(self) -> usize {
        self.searched().first().copied().unwrap_or_default()
    }

    /// The fields that are searched, most telling first, as positions in [`Kind::columns`].
    pub(crate) const fn searched(self) -> &'static [usize] {
        match self {
            Self::Medicines => Medicine::SEARCHED,
            Self::Diagnoses => Diagnosis::SEARCHED,
            Self::Wilayas => Wilaya::SEARCHED,
            Self::Communes => Commune::SEARCHED,
            Self::Specialties => Specialty::SEARCHED,
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
