//! A small sample of each catalogue, of the project's own making: for the demo, and for tests.

use medilink_catalogue::Kind;

/// A file that can be imported.
#[derive(Debug, Clone, Copy)]
pub struct SampleFile {
    /// The catalogue that it is for.
    pub kind: Kind,
    /// What it is called.
    pub name: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

macro_rules! list {
    ($kind:ident, $name:literal) => {
        SampleFile {
            kind: Kind::$kind,
            name: $name,
            content_type: "text/csv",
            bytes: include_bytes!(concat!("../sample/", $name)),
        }
    };
}

/// The sample of each catalogue. That of the medicines is made of `sample/medicines.csv` by a test (`UPDATE=1` writes it).
pub const SAMPLES: [SampleFile; 5] = [
    SampleFile {
        kind: Kind::Medicines,
        name: "medicines.xlsx",
        content_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        bytes: include_bytes!("../sample/medicines.xlsx"),
    },
    list!(Diagnoses, "diagnoses.csv"),
    list!(Wilayas, "wilayas.csv"),
    list!(Communes, "communes.csv"),
    list!(Specialties, "specialties.csv"),
];
