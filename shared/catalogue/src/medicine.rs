use crate::{
    Entry, Kind,
    entry::{or_empty, some},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a product stands with the ministry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MedicineStatus {
    /// May be prescribed and sold.
    Registered,
    /// Taken back, by its holder or the ministry.
    Withdrawn,
    /// Its registration has run out.
    NotRenewed,
}

impl MedicineStatus {
    /// All of them, those that may be prescribed first.
    pub const ALL: [Self; 3] = [Self::Registered, Self::Withdrawn, Self::NotRenewed];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Withdrawn => "withdrawn",
            Self::NotRenewed => "not_renewed",
        }
    }

    /// The status of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// What kind of product it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MedicineType {
    /// A copy.
    Generic,
    /// The original.
    Reference,
    /// Biological, similar to an original.
    Biosimilar,
}

impl MedicineType {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::Reference => "reference",
            Self::Biosimilar => "biosimilar",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Generic, Self::Reference, Self::Biosimilar].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The list of substances that need a prescription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrescriptionList {
    /// Toxic: not renewable unless said so.
    ListI,
    /// Dangerous: renewable unless said otherwise.
    ListIi,
    /// Narcotics.
    Narcotics,
}

impl PrescriptionList {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ListI => "list_i",
            Self::ListIi => "list_ii",
            Self::Narcotics => "narcotics",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::ListI, Self::ListIi, Self::Narcotics].into_iter().find(|list| list.as_str() == name)
    }
}

/// One line of the ministry's sheets about a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    /// What the sheet says.
    pub status: MedicineStatus,
    /// The registration number as it stands there.
    pub registration_number: String,
    /// When it was withdrawn, `YYYY-MM-DD`, where the sheet says so.
    pub withdrawn_on: Option<String>,
    /// Why it was withdrawn, in the ministry's words.
    pub withdrawal_reason: Option<String>,
}

/// A product of the national nomenclature. Dates are `YYYY-MM-DD`; texts are the ministry's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Medicine {
    /// Names the product, in every edition.
    pub code: String,
    /// The number of the decision that registers it.
    pub registration_number: String,
    /// Therapeutic class and substance.
    pub class_code: Option<String>,
    /// The international nonproprietary name of its substances.
    pub dci: String,
    /// What it is sold as.
    pub brand: String,
    /// The pharmaceutical form.
    pub form: Option<String>,
    /// How much of its substances is in it.
    pub strength: Option<String>,
    /// What a package holds.
    pub packaging: Option<String>,
    /// The list of substances it belongs to.
    pub list: Option<PrescriptionList>,
    /// Use in hospitals, with what is said about it.
    pub hospital: Option<String>,
    /// Sale in pharmacies, with what is said about it.
    pub pharmacy: Option<String>,
    /// Further conditions.
    pub remark: Option<String>,
    /// The laboratory that holds the registration.
    pub holder: Option<String>,
    /// The country of that laboratory.
    pub country: Option<String>,
    /// Original, copy, or biosimilar.
    #[serde(rename = "type")]
    pub medicine_type: Option<MedicineType>,
    /// Made, packaged or imported: `F`, `C`, `I` and what the ministry adds.
    pub origin: Option<String>,
    /// How long it keeps.
    pub stability: Option<String>,
    /// When it was registered first.
    pub first_registered_on: Option<String>,
    /// When it was registered last.
    pub last_registered_on: Option<String>,
    /// Where it stands.
    pub status: MedicineStatus,
    /// When it was withdrawn.
    pub withdrawn_on: Option<String>,
    /// Why it was withdrawn, in the ministry's words.
    pub withdrawal_reason: Option<String>,
    /// What other sheets say of the same product, as of a registration before this one.
    pub other_listings: Vec<Listing>,
}

impl Medicine {
    /// The cell that holds the class and substance.
    pub const CLASS: usize = 2;
    /// The cell that holds the substances.
    pub const DCI: usize = 3;
    /// The cell that holds the brand.
    pub const BRAND: usize = 4;
    /// The cell that holds the form.
    pub const FORM: usize = 5;
    /// The cell that holds the strength.
    pub const STRENGTH: usize = 6;
    /// The cell that holds the packaging.
    pub const PACKAGING: usize = 7;
    /// The cell that holds the status.
    pub const STATUS: usize = 19;
}

impl Entry for Medicine {
    const KIND: Kind = Kind::Medicines;
    const COLUMNS: &'static [&'static str] = &[
        "code",
        "registrationNumber",
        "classCode",
        "dci",
        "brand",
        "form",
        "strength",
        "packaging",
        "list",
        "hospital",
        "pharmacy",
        "remark",
        "holder",
        "country",
        "type",
        "origin",
        "stability",
        "firstRegisteredOn",
        "lastRegisteredOn",
        "status",
        "withdrawnOn",
        "withdrawalReason",
        "otherListings",
    ];
    const SEARCHED: &'static [usize] = &[Self::BRAND, Self::DCI, Self::STRENGTH, Self::FORM, Self::CLASS, 0];

    fn read<'a>(cell: impl Fn(usize) -> &'a str) -> Self {
        Self {
            code: cell(0).to_owned(),
            registration_number: cell(1).to_owned(),
            class_code: some(cell(Self::CLASS)),
            dci: cell(Self::DCI).to_owned(),
            brand: cell(Self::BRAND).to_owned(),
            form: some(cell(Self::FORM)),
            strength: some(cell(Self::STRENGTH)),
            packaging: some(cell(Self::PACKAGING)),
            list: PrescriptionList::from_name(cell(8)),
            hospital: some(cell(9)),
            pharmacy: some(cell(10)),
            remark: some(cell(11)),
            holder: some(cell(12)),
            country: some(cell(13)),
            medicine_type: MedicineType::from_name(cell(14)),
            origin: some(cell(15)),
            stability: some(cell(16)),
            first_registered_on: some(cell(17)),
            last_registered_on: some(cell(18)),
            status: MedicineStatus::from_name(cell(Self::STATUS)).unwrap_or(MedicineStatus::NotRenewed),
            withdrawn_on: some(cell(20)),
            withdrawal_reason: some(cell(21)),
            other_listings: cell(22).lines().filter_map(Listing::read).collect(),
        }
    }

    fn cells(&self) -> Vec<String> {
        let name = |text: Option<&'static str>| text.unwrap_or_default().to_owned();
        let text = |text: &Option<String>| or_empty(text.as_ref());
        vec![
            self.code.clone(),
            self.registration_number.clone(),
            text(&self.class_code),
            self.dci.clone(),
            self.brand.clone(),
            text(&self.form),
            text(&self.strength),
            text(&self.packaging),
            name(self.list.map(PrescriptionList::as_str)),
            text(&self.hospital),
            text(&self.pharmacy),
            text(&self.remark),
            text(&self.holder),
            text(&self.country),
            name(self.medicine_type.map(MedicineType::as_str)),
            text(&self.origin),
            text(&self.stability),
            text(&self.first_registered_on),
            text(&self.last_registered_on),
            self.status.as_str().to_owned(),
            text(&self.withdrawn_on),
            text(&self.withdrawal_reason),
            self.other_listings.iter().map(Listing::line).collect::<Vec<_>>().join("\n"),
        ]
    }
}

impl Listing {
    /// One line of the cell of other listings; none of its texts has a tab or a line feed.
    fn line(&self) -> String {
        let text = |text: &Option<String>| or_empty(text.as_ref());
        let parts = [self.registration_number.clone(), text(&self.withdrawn_on), text(&self.withdrawal_reason)];
        let parts = parts.map(|part| part.replace(['\t', '\n'], " "));
        format!("{}\t{}", self.status.as_str(), parts.join("\t"))
    }

    fn read(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let mut part = || parts.next().unwrap_or_default();
        Some(Self {
            status: MedicineStatus::from_name(part())?,
            registration_number: part().to_owned(),
            withdrawn_on: some(part()),
            withdrawal_reason: some(part()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_medicine_reads_back_from_its_cells() {
        let cells: Vec<String> = Medicine::COLUMNS.iter().map(|name| format!("a {name}")).collect();
        let mut cells = cells;
        cells[8] = "list_ii".into();
        cells[14] = "biosimilar".into();
        cells[Medicine::STATUS] = "withdrawn".into();
        cells[22] = "not_renewed\t050/14 H 168/99\t\tARRET\nregistered\t1\t2001-02-03\t".into();
        let medicine = Medicine::read(|column| cells.get(column).map_or("", String::as_str));
        assert_eq!(medicine.cells(), cells);
        assert_eq!((medicine.brand.as_str(), medicine.packaging.as_deref()), ("a brand", Some("a packaging")));
        assert_eq!(Medicine::COLUMNS[Medicine::STATUS], "status");
    }
}
