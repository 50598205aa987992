//! Medicines as lists show them.

use medilink_catalogue::{Entry, Match, Medicine, MedicineStatus, MedicineType, PrescriptionList};
use medilink_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which entry of a catalogue.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct CodePath {
    /// Its code.
    pub(crate) code: Text<1, 60>,
}

/// A medicine in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MedicineSummary {
    /// Names the product.
    code: String,
    /// What it is sold as.
    brand: String,
    /// The international nonproprietary name of its substances.
    dci: String,
    form: Option<String>,
    strength: Option<String>,
    packaging: Option<String>,
    /// Therapeutic class and substance.
    class_code: Option<String>,
    list: Option<PrescriptionList>,
    #[serde(rename = "type")]
    medicine_type: Option<MedicineType>,
    /// The laboratory that holds the registration.
    holder: Option<String>,
    /// Where it stands: only what is registered may be prescribed without a warning.
    status: MedicineStatus,
    /// When it was withdrawn.
    withdrawn_on: Option<String>,
    /// Why it was withdrawn, in the ministry's words.
    withdrawal_reason: Option<String>,
}

/// A medicine that was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MedicineFound {
    #[serde(flatten)]
    medicine: MedicineSummary,
    /// How the word was met that was met worst.
    #[serde(rename = "match")]
    how: Met,
}

/// How a word that was typed was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// As it is.
    Exact,
    /// As the beginning of a word.
    Prefix,
    /// But for a slip of the fingers.
    Typo,
    /// By its sound, from Arabic letters.
    Sound,
}

impl Met {
    pub(crate) const fn of(how: Match) -> Self {
        match how {
            Match::Exact => Self::Exact,
            Match::Beginning => Self::Prefix,
            Match::Slip | Match::SlipBeginning => Self::Typo,
            Match::Sounds | Match::SoundsBeginning | Match::SoundsAlike => Self::Sound,
        }
    }
}

impl MedicineSummary {
    /// The medicine in these cells.
    pub(crate) fn of<'a>(cell: impl Fn(usize) -> &'a str) -> Self {
        let medicine = Medicine::read(cell);
        Self {
            code: medicine.code,
            brand: medicine.brand,
            dci: medicine.dci,
            form: medicine.form,
            strength: medicine.strength,
            packaging: medicine.packaging,
            class_code: medicine.class_code,
            list: medicine.list,
            medicine_type: medicine.medicine_type,
            holder: medicine.holder,
            status: medicine.status,
            withdrawn_on: medicine.withdrawn_on,
            withdrawal_reason: medicine.withdrawal_reason,
        }
    }

    /// The medicine as it was found.
    pub(crate) fn found(self, how: Match) -> MedicineFound {
        MedicineFound { medicine: self, how: Met::of(how) }
    }
}
